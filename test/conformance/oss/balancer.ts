import net, { type AddressInfo } from "node:net";

/** A load balancer: one address for several servers. */
export interface Balancer {
  url: string;
  close(): Promise<void>;
}

/** Sends each connection to the next running server. */
export async function openBalancer(targets: readonly string[]): Promise<Balancer> {
  const sockets = new Set<net.Socket>();
  let turn = 0;
  const server = net.createServer((client) => {
    turn += 1;
    client.on("error", () => undefined);
    const order = targets.map((_, index) => targets[(turn + index) % targets.length] ?? "");
    connect(client, order, sockets);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function connect(client: net.Socket, [target, ...others]: readonly string[], sockets: Set<net.Socket>): void {
  if (target === undefined) return void client.destroy();
  const { hostname, port } = new URL(target);
  const upstream = net.connect(Number(port), hostname);
  for (const socket of [client, upstream]) {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  }
  const refused = () => connect(client, others, sockets);
  upstream.once("error", refused);
  upstream.once("connect", () => {
    upstream.off("error", refused);
    client.pipe(upstream).pipe(client);
    upstream.on("error", () => client.destroy());
    upstream.once("close", () => client.destroy());
    client.once("close", () => upstream.destroy());
  });
}
