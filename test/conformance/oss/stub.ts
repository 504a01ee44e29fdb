import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The server that the generated HTTP tasks call. */
export interface Stub {
  url: string;
  close(): Promise<void>;
}

/** Responds according to the path alone, so that both servers get the same; `/fails/2/…` fails, and `/broken/1/…` breaks, at first. */
export async function openStub(): Promise<Stub> {
  const asked = new Map<string, number>();
  const server = createServer((request, response) => {
    request.resume();
    const url = request.url ?? "";
    const times = (asked.get(url) ?? 0) + 1;
    asked.set(url, times);
    const [kind = "", count = "0"] = url.slice(1).split("/");
    const send = (status: number, type: string, body: string) =>
      response.writeHead(status, { "content-type": type }).end(body);
    const json = (status: number, body: unknown) => send(status, "application/json", JSON.stringify(body));
    if (kind === "json") json(200, { n: 7, text: "seven", deep: { er: [1, null, true] } });
    else if (kind === "created") json(201, { made: true });
    else if (kind === "text") send(200, "text/plain", "just text");
    else if (kind === "number") json(200, 42);
    else if (kind === "list") json(200, [1, { n: 2 }]);
    else if (kind === "empty") response.writeHead(204).end();
    else if (kind === "status") json(Number(count), { error: "as asked" });
    else if (kind === "poll")
      json(200, { status: times < Number(count) ? "PROCESSING" : "COMPLETED", times });
    else if (kind === "broken" && times <= Number(count)) request.once("end", () => request.socket.destroy());
    else if (times <= Number(count)) json(kind === "busy" ? 503 : 500, { error: "not yet" });
    else json(200, { n: times });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
