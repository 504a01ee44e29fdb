import { Agent, fetch, ProxyAgent } from "undici";

/** Certificates (PEM) to trust, and the client's own with its key. */
interface Tls {
  ca?: string[] | undefined;
  cert?: string;
  key?: string;
}

/** A fetch through a proxy, or with custom certificates. Loaded only when needed. */
export function fetchThrough(proxy: URL | undefined, tls: Tls) {
  // An http: URL goes through the proxy as an ordinary request: a proxy may refuse tunnels to its port.
  const dispatcher = proxy
    ? new ProxyAgent({ uri: proxy.href, requestTls: tls, proxyTls: { ca: tls.ca }, proxyTunnel: false })
    : new Agent({ connect: tls });
  return (url: string | URL, options?: Parameters<typeof fetch>[1]) => fetch(url, { ...options, dispatcher });
}
