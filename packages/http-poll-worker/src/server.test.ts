import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import http, { type IncomingHttpHeaders } from "node:http";
import https from "node:https";
import type net from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { connectServer, type ServerSettings } from "./server.ts";

let folder: string;
const open: (http.Server | net.Server)[] = [];
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "worker-server-"));
});
afterEach(() => {
  for (const server of open.splice(0)) {
    if (server instanceof http.Server) server.closeAllConnections();
    server.close();
  }
});
afterAll(() => rm(folder, { recursive: true }));

async function listen<Server extends http.Server | net.Server>(server: Server): Promise<number> {
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A server that keeps the headers of each request. */
async function serve(answer: http.RequestListener = (_, response) => response.end("[]")) {
  const seen: IncomingHttpHeaders[] = [];
  const server = http.createServer((request, response) => {
    seen.push(request.headers);
    response.setHeader("content-type", "application/json");
    answer(request, response);
  });
  return { url: `http://127.0.0.1:${await listen(server)}/api`, seen };
}

const settings = (url: string, more: Partial<ServerSettings> = {}): ServerSettings => ({
  "server-url": url,
  "auth-key": undefined,
  "auth-secret": undefined,
  "basic-auth": undefined,
  "token-file": undefined,
  headers: [],
  "ca-file": undefined,
  "client-cert-file": undefined,
  "client-key-file": undefined,
  ...more,
});

it("sends further headers, and basic authentication", async () => {
  const { url, seen } = await serve();
  const server = await connectServer(
    settings(url, { headers: ["X-Tenant: blue", "X-Empty:"], "basic-auth": "ada:pass:word" }),
    {},
  );
  await server.taskDefinitions();
  expect(seen[0]).toMatchObject({
    "x-tenant": "blue",
    authorization: `Basic ${Buffer.from("ada:pass:word").toString("base64")}`,
  });
});

it("sends the token in a file, and the next one once the file has changed", async () => {
  const { url, seen } = await serve();
  const file = path.join(folder, "token");
  await writeFile(file, "one\n");
  const server = await connectServer(settings(url, { "token-file": file }), {});
  await server.taskDefinitions();
  await writeFile(file, "second\n");
  await server.taskDefinitions();
  expect(seen.map(({ authorization }) => authorization)).toEqual(["Bearer one", "Bearer second"]);
});

it("fetches a token for its key, and another one when that is not accepted any more", async () => {
  let issued = 0;
  const { url, seen } = await serve((request, response) => {
    if (request.url === "/api/token") response.end(JSON.stringify({ token: `t${++issued}` }));
    else response.writeHead(request.headers["x-authorization"] === "t2" ? 200 : 401).end("[]");
  });
  const server = await connectServer(settings(url, { "auth-key": "k", "auth-secret": "s" }), {});
  await server.taskDefinitions();
  await server.taskDefinitions();
  expect(seen.flatMap(({ "x-authorization": token }) => token ?? [])).toEqual(["t1", "t2", "t2"]);
});

it("reaches its server through the proxy of the environment, but not the hosts of NO_PROXY", async () => {
  const asked: string[] = [];
  const proxy = http.createServer((request, response) => {
    asked.push(`${request.url} ${request.headers["proxy-authorization"]}`);
    response.setHeader("content-type", "application/json").end("[]");
  });
  proxy.on("connect", (request, client) => {
    asked.push(`CONNECT ${request.url}`);
    client.end("HTTP/1.1 503 Busy\r\n\r\n");
  });
  const HTTP_PROXY = `http://ann:secret@127.0.0.1:${await listen(proxy)}`;
  const environment = { HTTP_PROXY, HTTPS_PROXY: HTTP_PROXY };
  const through = await connectServer(settings("http://conductor.test:8080/api"), environment);
  expect(await through.taskDefinitions()).toEqual([]);
  const secure = await connectServer(settings("https://conductor.test/api"), environment);
  await expect(secure.taskDefinitions()).rejects.toThrow(/^(?!.*secret).*does not answer/s);
  const basic = Buffer.from("ann:secret").toString("base64");
  const path = "http://conductor.test:8080/api/metadata/taskdefs";
  expect(asked).toEqual([`${path} Basic ${basic}`, "CONNECT conductor.test:443"]);
  const { url } = await serve();
  const past = await connectServer(settings(url), environment); // this machine needs no NO_PROXY
  expect(await past.taskDefinitions()).toEqual([]);
  expect(asked).toHaveLength(2);
  await expect(connectServer(settings(url), { HTTP_PROXY: "socks5://ann:secret@p" })).rejects.toThrow(
    /^(?!.*secret)HTTP_PROXY is not the URL/,
  );
});

it("trusts a private authority, and shows a client certificate", async ({ skip }) => {
  const file = (name: string) => path.join(folder, name);
  const openssl = (...words: string[]) => execFileSync("openssl", words, { stdio: "pipe" });
  try {
    openssl("version");
  } catch {
    return skip("no openssl here");
  }
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  for (const [name, subject] of [
    ["server", "/CN=localhost"],
    ["client", "/CN=worker"],
  ] as const)
    openssl(
      "req",
      "-x509",
      ...key,
      "-subj",
      subject,
      "-addext",
      "subjectAltName=IP:127.0.0.1",
      "-keyout",
      file(`${name}.key`),
      "-out",
      file(`${name}.pem`),
    );
  const [cert, certKey, ca] = await Promise.all(
    ["server.pem", "server.key", "client.pem"].map((name) => readFile(file(name))),
  );
  const server = https.createServer(
    { cert, key: certKey, ca, requestCert: true, rejectUnauthorized: true },
    (_, response) => response.setHeader("content-type", "application/json").end("[]"),
  );
  const url = `https://127.0.0.1:${await listen(server)}/api`;
  const trusting = { "ca-file": file("server.pem") };
  const known = {
    ...trusting,
    "client-cert-file": file("client.pem"),
    "client-key-file": file("client.key"),
  };
  expect(await (await connectServer(settings(url, known), {})).taskDefinitions()).toEqual([]);
  for (const lacking of [{}, trusting])
    await expect((await connectServer(settings(url, lacking), {})).taskDefinitions()).rejects.toThrow(
      "does not answer",
    );
  const half = settings(url, { "client-cert-file": file("client.pem") });
  await expect(connectServer(half, {})).rejects.toThrow("needs its private key");
});
