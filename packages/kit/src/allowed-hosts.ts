import { Problem } from "@long-running-api/foundation/problem";

/** The host names, beside its own, that a server on loopback answers to: a development environment forwards its ports. */
export interface AllowedHosts {
  has(hostname: string): boolean;
  /** Where a browser reaches a URL of this machine through the forwarding; undefined without one. */
  forwarded(url: string): string | undefined;
}

/** The option that allows them. */
export const allowHostOption = {
  type: "string",
  value: "NAMES",
  help: "also answer requests for these host names, e.g. lab.example.com,*.example.net; “forwarded” stands for those of this Codespace or Gitpod workspace (default: LOCAL_ALLOW_HOST)",
} as const;

type Environment = Readonly<Record<string, string | undefined>>;

/** Reads the option; without it LOCAL_ALLOW_HOST, which a development environment may set wherever it runs. */
export function allowedHosts(option: string | undefined, env: Environment): AllowedHosts {
  const words = (option ?? env["LOCAL_ALLOW_HOST"] ?? "").split(",").map((word) => word.trim().toLowerCase());
  const names = words.filter((word) => word !== "" && word !== "forwarded");
  const forwarding = words.includes("forwarded") ? forwardingOf(env) : undefined;
  if (option !== undefined && words.includes("forwarded") && !forwarding)
    throw new Problem(
      "This is neither a Codespace nor a Gitpod workspace.",
      { "looked at": "CODESPACE_NAME, GITPOD_WORKSPACE_URL" },
      "Name the hosts: --allow-host lab.example.com",
    );
  for (const name of names) requireHost(name);
  return {
    has: (hostname) =>
      (forwarding !== undefined && isForwarded(hostname, forwarding)) ||
      names.some((name) => (name.startsWith("*.") ? hostname.endsWith(name.slice(1)) : hostname === name)),
    forwarded: (url) => forwarding && `https://${forwarding.before}${new URL(url).port}${forwarding.after}`,
  };
}

const hostForm = /^(\*\.[a-z0-9-]+\.)?([a-z0-9-]+\.)*[a-z0-9-]+$/;

function requireHost(name: string): void {
  if (hostForm.test(name)) return;
  throw new Problem(
    "--allow-host needs host names, without scheme and port.",
    { seen: name },
    "E.g. --allow-host lab.example.com,*.example.net",
  );
}

/** The host name of a port, around its number: those of this environment, and of no other one. */
interface Forwarding {
  before: string;
  after: string;
}

/** Codespaces: https://NAME-PORT.DOMAIN. Gitpod: https://PORT-ID.CLUSTER.gitpod.io. */
function forwardingOf(env: Environment): Forwarding | undefined {
  const { CODESPACE_NAME: name, GITHUB_CODESPACES_PORT_FORWARDING_DOMAIN: domain } = env;
  const { GITPOD_WORKSPACE_URL: workspace = "" } = env;
  if (name && domain) return { before: `${name}-`.toLowerCase(), after: `.${domain}`.toLowerCase() };
  return URL.canParse(workspace) ? { before: "", after: `-${new URL(workspace).hostname}` } : undefined;
}

function isForwarded(hostname: string, { before, after }: Forwarding): boolean {
  const matches = hostname.startsWith(before) && hostname.endsWith(after);
  return matches && /^\d{1,5}$/.test(hostname.slice(before.length, -after.length));
}
