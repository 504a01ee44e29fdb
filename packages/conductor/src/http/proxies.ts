import { BlockList, isIP } from "node:net";
import { familyOf, isLoopback } from "@long-running-api/foundation/host";

/** The proxies of an environment, and which hosts are reached without them. */
export interface Proxies {
  /** The proxy for a host; undefined for none. `hostname` without brackets. */
  for(target: {
    readonly protocol: string;
    readonly hostname: string;
    readonly port: number;
  }): URL | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

const schemes = ["http:", "https:"];

/**
 * Reads HTTP_PROXY, HTTPS_PROXY and NO_PROXY, in small or capital letters. NO_PROXY lists names (with their subdomains),
 * addresses, networks such as 10.0.0.0/8, each with an optional port, or `*`. As in Go, this machine is never reached
 * through a proxy. Throws an Error that does not repeat the URL: it may hold a password.
 */
export function readProxies(environment: Environment): Proxies | undefined {
  const variable = (name: string) => environment[name.toLowerCase()] ?? environment[name] ?? "";
  const proxies = new Map(
    ["http:", "https:"].flatMap((protocol) => {
      const name = `${protocol.slice(0, -1).toUpperCase()}_PROXY`;
      const url = variable(name).trim();
      return url === "" ? [] : [[protocol, proxyUrl(name, url)] as const];
    }),
  );
  if (proxies.size === 0) return undefined;
  const without = variable("NO_PROXY")
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .map(matcherOf);
  return {
    for({ protocol, hostname, port }) {
      if (isLoopback(hostname) || without.some((matches) => matches(hostname, port))) return undefined;
      return proxies.get(protocol);
    },
  };
}

/** The header that a proxy with a user and password wants. */
export function proxyAuthorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {};
  const pair = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { "Proxy-Authorization": `Basic ${Buffer.from(pair, "utf8").toString("base64")}` };
}

function proxyUrl(name: string, given: string): URL {
  const text = given.includes("://") ? given : `http://${given}`;
  if (URL.canParse(text) && schemes.includes(new URL(text).protocol)) return new URL(text);
  throw new Error(`${name} is not the URL of an HTTP proxy, such as http://proxy.example.com:3128.`);
}

type Matcher = (hostname: string, port: number) => boolean;

function matcherOf(entry: string): Matcher {
  if (entry === "*") return () => true;
  const [, inBrackets, afterBrackets] = /^\[([^\]]*)\](?::(\d+))?$/.exec(entry) ?? [];
  const [, name, afterName] = isIP(entry) === 0 ? (/^([^:]*):(\d+)$/.exec(entry) ?? []) : [];
  const wantedPort = afterBrackets ?? afterName;
  const ofHost = hostMatcher((inBrackets ?? name ?? entry).toLowerCase());
  return (hostname, port) => ofHost(hostname) && (wantedPort === undefined || Number(wantedPort) === port);
}

function hostMatcher(host: string): (hostname: string) => boolean {
  const [address = "", bits] = host.split("/");
  if (isIP(address) === 0) {
    const suffix = host.replace(/^\*?\./, "");
    return (hostname) => hostname === suffix || hostname.endsWith(`.${suffix}`);
  }
  const list = new BlockList();
  const all = isIP(address) === 4 ? 32 : 128;
  const prefix = bits === undefined ? all : Number(bits);
  if (!(prefix >= 0 && prefix <= all)) return () => false;
  list.addSubnet(address, prefix, familyOf(address));
  return (hostname) => isIP(hostname) !== 0 && list.check(hostname, familyOf(hostname));
}
