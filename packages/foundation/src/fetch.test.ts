import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fetchOnceMore } from "./fetch.ts";

/** The connection, counted from 1, of each request. */
const requests: string[] = [];
let connections = 0;
/** The requests, counted from 1, on which the server breaks the connection instead of answering. */
let breaksAt: readonly number[] = [];
let breaks: (socket: net.Socket) => void;
let server: net.Server;
let url: string;

beforeEach(async () => {
  requests.length = 0;
  connections = 0;
  breaksAt = [];
  breaks = (socket) => socket.resetAndDestroy();
  server = net.createServer((socket) => {
    connections += 1;
    const connection = connections;
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", (data) => {
      text += data.toString();
      const length = Number(/content-length: (\d+)/i.exec(text)?.[1] ?? 0);
      const [head = "", body = ""] = text.split("\r\n\r\n");
      if (!text.includes("\r\n\r\n") || body.length < length) return;
      requests.push(`${head.split(" ")[0]} ${connection} ${body}`.trim());
      text = "";
      if (breaksAt.includes(requests.length)) breaks(socket);
      else socket.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterEach(() => void server.close());

async function send(method: string, body?: string): Promise<string> {
  const response = await fetchOnceMore(url, { method, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  await new Promise((resolve) => setImmediate(resolve)); // the client has returned its connection to the pool
  return text;
}

it.each([
  ["is reset", (socket: net.Socket) => socket.resetAndDestroy()],
  ["is closed", (socket: net.Socket) => socket.end()],
])("a request on a kept-alive connection that %s is resent once, with its body", async (_, way) => {
  breaks = way;
  breaksAt = [2, 4];
  expect(await send("GET")).toBe("{}");
  expect(await send("POST", "one")).toBe("{}");
  expect(requests).toEqual(["GET 1", "POST 1 one", "POST 2 one"]);
  expect(await send("GET")).toBe("{}");
  expect(requests.slice(3)).toEqual(["GET 2", "GET 3"]);
});

it("a Request object is resent too", async () => {
  breaksAt = [2];
  await send("GET");
  const request = new Request(url, { method: "POST", body: "two" });
  expect(await (await fetchOnceMore(request)).text()).toBe("{}");
  expect(requests).toEqual(["GET 1", "POST 1 two", "POST 2 two"]);
});

it("on a new connection the request fails: the server may have started to process it", async () => {
  breaksAt = [1, 3, 4];
  await expect(send("POST", "one")).rejects.toThrow("fetch failed");
  expect(requests).toEqual(["POST 1 one"]);
  await send("GET");
  await expect(send("POST", "two")).rejects.toThrow("fetch failed");
  expect(requests.slice(1)).toEqual(["GET 2", "POST 2 two", "POST 3 two"]);
});
