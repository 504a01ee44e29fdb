import { once } from "node:events";
import http, { type IncomingMessage } from "node:http";
import net, { type AddressInfo, type Socket } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { sendHttp, sendHttpPoll, sendLimits } from "../http-request.ts";
import { readProxies } from "./proxies.ts";

const open: (http.Server | net.Server)[] = [];
afterEach(() => {
  for (const server of open.splice(0)) {
    if (server instanceof http.Server) server.closeAllConnections();
    server.close();
  }
});

async function listen(server: http.Server | net.Server): Promise<number> {
  open.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

describe("NO_PROXY", () => {
  const goesThrough = (url: string, noProxy: string): boolean => {
    const { protocol, hostname, port } = new URL(url);
    const proxies = readProxies({ HTTP_PROXY: "proxy.test:3128", NO_PROXY: noProxy });
    const target = { protocol, hostname: hostname.replace(/^\[|\]$/g, ""), port: Number(port || 80) };
    return proxies?.for(target) !== undefined;
  };

  it.each([
    ["http://api.test/", "api.test"],
    ["http://a.api.test/", "api.test"],
    ["http://a.api.test/", ".api.test"],
    ["http://a.api.test/", "*.API.test other"],
    ["http://api.test:8080/", "x, api.test:8080"],
    ["http://10.1.2.3/", "10.0.0.0/8"],
    ["http://10.1.2.3:81/", "10.1.2.3:81"],
    ["http://[fd00::1]/", "fd00:0::1"],
    ["http://[fd00::1]:81/", "[fd00::1]:81"],
    ["http://[fd00::1]/", "fd00::/8"],
    ["http://anything.test/", "*"],
    ["http://127.0.0.2/", ""],
    ["http://localhost/", ""],
    ["http://[::1]/", ""],
  ])("%s is reached directly with %j", (url, noProxy) => {
    expect(goesThrough(url, noProxy)).toBe(false);
  });

  it.each([
    ["http://api.test/", ""],
    ["http://bapi.test/", "api.test"],
    ["http://api.test/", "api.test:8080"],
    ["http://11.1.2.3/", "10.0.0.0/8"],
    ["http://10.1.2.3/", "10.0.0.0/99"],
    ["http://[fe::1]/", "fd00::/8"],
    ["http://[fd00::1]/", "[fd00::1]:81"],
  ])("%s goes through the proxy with %j", (url, noProxy) => {
    expect(goesThrough(url, noProxy)).toBe(true);
  });

  it("is nothing without a proxy, which is one for HTTP; what is wrong is not repeated", () => {
    expect(readProxies({ NO_PROXY: "*", HTTPS_PROXY: "" })).toBeUndefined();
    for (const HTTP_PROXY of ["socks5://ann:SECRET@p", "http://ann:SECRET@p:80x"])
      expect(() => readProxies({ HTTP_PROXY })).toThrow(/^(?!.*SECRET)HTTP_PROXY is not the URL/);
  });
});

describe("a poll through a proxy", () => {
  /** A proxy that leads everything to one server. */
  async function openProxy(to: number, status = 200) {
    const asked: string[] = [];
    const note = ({ method, url, headers }: IncomingMessage) =>
      asked.push(`${method} ${url} ${headers["proxy-authorization"] ?? "nobody"}`);
    const proxy = http.createServer((request, response) => {
      note(request);
      if (status !== 200) return response.writeHead(status).end();
      response.setHeader("content-type", "application/json");
      return response.end('{"through":"proxy"}');
    });
    proxy.on("connect", (request, client: Socket) => {
      note(request);
      client.on("error", () => undefined);
      if (status !== 200) return client.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      const target = net.connect(to, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 OK\r\n\r\n");
        target.pipe(client).pipe(target);
      });
      target.on("error", () => client.destroy());
      return undefined;
    });
    const url = `http://ann:pass%20word@127.0.0.1:${await listen(proxy)}`;
    const proxies = readProxies({ http_proxy: url, https_proxy: url });
    const send = (uri: string, method = "GET") => sendHttpPoll({ uri, method }, { ...sendLimits, proxies });
    return { asked, send };
  }
  const ann = `Basic ${Buffer.from("ann:pass word").toString("base64")}`;

  it("asks it for the whole address, for any method, and without one a server of this machine", async () => {
    const { send, asked } = await openProxy(0);
    for (const method of ["GET", "POST"])
      expect(await send("http://api.test:8080/job?x=1", method)).toMatchObject({
        response: { body: { through: "proxy" } },
      });
    expect(asked).toEqual(["GET", "POST"].map((method) => `${method} http://api.test:8080/job?x=1 ${ann}`));
  });

  it("opens a tunnel for HTTPS, in which it sees nothing", async () => {
    const first: string[] = [];
    const server = net.createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", (data) => {
        first.push(`TLS record ${data[0]}`, data.includes("api.test") ? "for api.test" : "for nobody");
        socket.destroy();
      });
    });
    const { send, asked } = await openProxy(await listen(server));
    for (const method of ["GET", "POST"])
      expect(await send("https://api.test/job?secret=1", method)).toMatchObject({ ok: false, passing: {} });
    expect(asked).toEqual(["GET", "POST"].map(() => `CONNECT api.test:443 ${ann}`));
    expect(first).toEqual(["GET", "POST"].flatMap(() => ["TLS record 22", "for api.test"]));
  });

  it.each([
    [503, {}],
    [403, { onceAnswered: true }],
  ])("that refuses with %d says so", async (status, passing) => {
    const { send } = await openProxy(0, status);
    expect(await send("https://api.test/job")).toEqual({
      ok: false,
      reason: `Failed to invoke HTTP_POLL task due to: java.lang.Exception: I/O error on GET request for "https://api.test/job": the proxy answered ${status} No`,
      response: expect.any(String),
      passing,
    });
  });

  it("that is away is named, without its password", async () => {
    const gone = net.createServer();
    const port = await listen(gone);
    for (const server of open.splice(0)) server.close();
    const proxies = readProxies({ HTTP_PROXY: `http://ann:SECRET@127.0.0.1:${port}` });
    const outcome = await sendHttpPoll(
      { uri: "http://api.test/", method: "GET" },
      { ...sendLimits, proxies },
    );
    expect(outcome).toMatchObject({
      reason: expect.stringContaining(
        `Connect to the proxy http://127.0.0.1:${port} failed: Connection refused`,
      ),
      passing: {},
    });
  });
});

it("headers that come piece by piece do not time out for HTTP, as on the server; for HTTP_POLL the whole has a limit", async () => {
  const server = net.createServer((socket) => {
    const pieces = ["HTTP/1.1 2", "00 OK\r\n", "content-le", "ngth: 2\r\n", "\r\n{}"].values();
    const timer = setInterval(() => {
      const { value, done } = pieces.next();
      if (done) clearInterval(timer);
      else socket.write(value);
    }, 100);
    socket.on("error", () => clearInterval(timer)).on("close", () => clearInterval(timer));
  });
  const request = { uri: `http://127.0.0.1:${await listen(server)}/`, method: "GET", readTimeOut: 300 };
  const [http, poll] = await Promise.all([sendHttp(request, sendLimits), sendHttpPoll(request, sendLimits)]);
  expect(http).toMatchObject({ ok: true });
  expect(poll).toMatchObject({ ok: false, reason: expect.stringContaining("Read timed out") });
});
