import { lookup as systemLookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { withoutBrackets } from "@long-running-api/foundation/host";
import { HttpFailure } from "./failure.ts";
import type { Proxies } from "./proxies.ts";
import { bracketed, type RequestTarget } from "./uri.ts";

/** Which hosts may be called. */
export interface HostPolicy {
  /**
   * Only these, when given: `example.com`, `example.com:8080`, `*.example.com` (its subdomains) or an address. An
   * address that is listed may be called even if it is blocked by default.
   */
  allowHosts?: readonly string[] | undefined;
  /** Through which hosts are reached: a proxy resolves their names itself. */
  proxies?: Proxies | undefined;
  /** Replaces the system's name resolution. */
  lookup?: typeof systemLookup;
}

/**
 * Addresses from which cloud machines get their credentials: anyone who may register a workflow must not read
 * them through us (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html).
 */
const refused = new BlockList();
refused.addSubnet("169.254.0.0", 16, "ipv4");
refused.addAddress("100.100.100.200", "ipv4");
refused.addAddress("168.63.129.16", "ipv4");
refused.addAddress("192.0.0.192", "ipv4");
refused.addSubnet("fe80::", 10, "ipv6");
refused.addAddress("fd00:ec2::254", "ipv6");
refused.addAddress("fd20:ce::254", "ipv6");
refused.addSubnet("64:ff9b::a9fe:0", 112, "ipv6"); // 169.254.0.0/16 through NAT64

/** Throws when the host may not be called; `guardedLookup` checks the addresses that a name resolves to. */
export function checkHost(target: RequestTarget, { allowHosts }: HostPolicy): void {
  if (allowHosts && !allowHosts.some((entry) => matches(entry, target)))
    throw new HttpFailure(
      `The host ${bracketed(target.hostname)}:${target.port} may not be called: allowed are ${allowHosts.join(", ") || "none"}.`,
    );
  const address = numericAddress(target.hostname);
  if (address !== undefined && isRefused(address) && !isListed(target, allowHosts))
    throw refusal(target.hostname, address);
}

/** dns.lookup that fails when a name resolves to a blocked address. */
export function guardedLookup(
  target: RequestTarget,
  { allowHosts, lookup = systemLookup }: HostPolicy,
): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const bad = addresses.find(({ address }) => isRefused(address));
      if (bad && !isListed(target, allowHosts)) return callback(refusal(hostname, bad.address), "", 0);
      if (options.all) return callback(null, addresses);
      const [first] = addresses;
      return callback(null, first?.address ?? "", first?.family ?? 0);
    });
  };
}

function isListed(target: RequestTarget, allowHosts: readonly string[] | undefined): boolean {
  return (allowHosts ?? []).some((entry) => !entry.startsWith("*") && matches(entry, target));
}

function matches(entry: string, { hostname, port }: RequestTarget): boolean {
  const listed = entry.trim().toLowerCase();
  if (listed.startsWith("*.")) return hostname.endsWith(listed.slice(1));
  const host = bracketed(hostname);
  return [hostname, host, `${host}:${port}`].includes(listed);
}

function isRefused(address: string): boolean {
  const plain = address.replace(/%.*$/, "");
  const family = isIP(plain);
  return family !== 0 && refused.check(plain, family === 4 ? "ipv4" : "ipv6");
}

/** `0xa9fea9fe`, `2852039166` and `169.254.43518` are all 169.254.169.254: systems read them so, hence this must. */
function numericAddress(hostname: string): string | undefined {
  if (isIP(hostname) !== 0) return hostname;
  try {
    const host = withoutBrackets(new URL(`http://${bracketed(hostname)}/`).hostname);
    return isIP(host) === 0 ? undefined : host;
  } catch {
    return undefined;
  }
}

function refusal(hostname: string, address: string): HttpFailure {
  const leads = hostname === address ? "is" : `leads to ${address},`;
  return new HttpFailure(
    `The host ${bracketed(hostname)} ${leads} a link-local or metadata address, which may not be called. ` +
      `The operator can allow it with --allow-host ${bracketed(hostname)}.`,
  );
}
