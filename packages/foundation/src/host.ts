import { BlockList, isIP } from "node:net";

/** An IPv6 address as a URL's host name has it, without its brackets; any other name as it is. */
export function withoutBrackets(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** Whether a host name, with brackets or without, always leads to this machine. */
export function isLoopback(hostname: string): boolean {
  const name = withoutBrackets(hostname);
  if (name === "localhost" || name.endsWith(".localhost")) return true;
  return isIP(name) !== 0 && loopback.check(name, familyOf(name));
}

/** The family of an IP address, as `node:net` names it. */
export function familyOf(address: string): "ipv4" | "ipv6" {
  return isIP(address) === 4 ? "ipv4" : "ipv6";
}
