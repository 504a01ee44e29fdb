import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { sendHttp, sendHttpPoll, sendLimits } from "../http-request.ts";

/** The connection, counted from 1, of each request. */
const requests: string[] = [];
let connections = 0;
/** The requests, counted from 1, on which the server breaks the connection instead of answering. */
let breaksAt: readonly number[] = [];
let server: net.Server;
let uri: string;

beforeEach(async () => {
  requests.length = 0;
  connections = 0;
  breaksAt = [];
  server = net.createServer((socket) => {
    connections += 1;
    const connection = connections;
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      requests.push(`${data.toString().split(" ")[0]} ${connection}`);
      if (breaksAt.includes(requests.length)) socket.resetAndDestroy();
      else socket.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  uri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => void server.close());

const send = (method: string, more = {}) => sendHttp({ uri, method }, { ...sendLimits, ...more });

/** The client has returned its connection to the pool. */
const aside = () => new Promise((resolve) => setImmediate(resolve));

it("a connection is reused", async () => {
  for (let times = 0; times < 3; times += 1) {
    expect(await send("GET")).toMatchObject({ ok: true });
    await aside();
  }
  expect(requests).toEqual(["GET 1", "GET 1", "GET 1"]);
});

it("but not for requests that must not be repeated, nor under another policy", async () => {
  for (const method of ["GET", "POST", "PUT", "PATCH", "DELETE"]) await send(method);
  await send("GET", { allowHosts: ["127.0.0.1"] });
  expect(requests).toEqual(["GET 1", "POST 2", "PUT 3", "PATCH 4", "DELETE 5", "GET 6"]);
});

it("a connection that the server breaks on reuse is replaced once", async () => {
  breaksAt = [2];
  await send("GET");
  await aside();
  expect(await send("GET")).toMatchObject({ ok: true });
  expect(requests).toEqual(["GET 1", "GET 1", "GET 2"]);
  await send("GET");
  await aside();
  breaksAt = [5, 6];
  expect(await send("GET")).toMatchObject({ ok: false });
  expect(requests.slice(3)).toEqual(["GET 3", "GET 3", "GET 4"]);
});

const broken = { ok: false, reason: expect.stringMatching(/Connection reset|failed to respond/) };

it("a connection broken on first use is reported, after one retry of a repeatable request, as on the server", async () => {
  breaksAt = [1, 2, 4];
  expect(await send("POST")).toMatchObject(broken);
  expect(requests).toEqual(["POST 1"]);
  expect(await send("GET")).toMatchObject({ ok: true });
  expect(requests.slice(1)).toEqual(["GET 2", "GET 3"]);
  breaksAt = [4, 5];
  expect(await send("PUT")).toMatchObject(broken);
  expect(requests.slice(3)).toEqual(["PUT 4", "PUT 5"]);
});

it("and without a retry for HTTP_POLL, which polls again by itself", async () => {
  breaksAt = [1];
  expect(await sendHttpPoll({ uri, method: "GET" }, sendLimits)).toMatchObject({ ok: false });
  expect(requests).toEqual(["GET 1"]);
});
