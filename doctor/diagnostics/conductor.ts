import { setTimeout as sleep } from "node:timers/promises";
import { ConductorRefusal, connectConductor } from "@long-running-api/conductor/client";
import { withVariable } from "@long-running-api/kit/shell-lines";
import { checkServer } from "@long-running-api/kit/targets/explain";
import { holdsPassword, withoutPassword } from "@long-running-api/kit/targets/server-url";
import type { TargetName } from "@long-running-api/kit/targets/target";
import type { Finding } from "../finding.ts";
import { fromFailure } from "../from-failure.ts";

export interface ConductorAccess {
  name: TargetName;
  serverUrl: string | undefined;
  keyId: string | undefined;
  keySecret: string | undefined;
}

const title = "Conductor";
const secondsMax = 20;
const versionMsMax = 3_000;

/** Before it, workflow definitions could run code on the server: CVE-2026-58138. */
const safeSince = [3, 30, 2] as const;

/** Whether the Conductor server responds, is the API, accepts the key and lets us read definitions. */
export async function conductor({ name, serverUrl, keyId, keySecret }: ConductorAccess): Promise<Finding> {
  if (!serverUrl) return noAddress(name);
  if (holdsPassword(serverUrl))
    return {
      title,
      status: "lacking",
      seen: "CONDUCTOR_SERVER_URL holds a user name or a password.",
      toDo: [withoutPassword],
    };
  try {
    const api = await connectConductor({ serverUrl, keyId, keySecret });
    const definitions = await within(secondsMax, api.definitions());
    if (!definitions) return silent(serverUrl);
    const version = await versionOf(serverUrl);
    const seen = `${serverUrl}${version ? `, version ${version}` : ""}; ${definitions.length} workflow definitions`;
    if (version && isOlder(version)) return unsafeVersion(seen);
    return { title, status: "ok", seen };
  } catch (error) {
    const finding = fromFailure(title, error, { name, title: serverUrl, conductorUrl: serverUrl });
    if (!keyId && error instanceof ConductorRefusal && error.status === 401)
      return {
        ...finding,
        seen: `${serverUrl} requires a key, but none is set.`,
        toDo: [
          "Set CONDUCTOR_AUTH_KEY and CONDUCTOR_AUTH_SECRET: an access key of an application in the cluster.",
        ],
      };
    return finding;
  }
}

function noAddress(name: TargetName): Finding {
  const example = name === "aws" ? "https://developer.orkescloud.com/api" : "http://127.0.0.1:8080/api";
  return {
    title,
    status: "lacking",
    seen: "CONDUCTOR_SERVER_URL is not set.",
    toDo: [withVariable("CONDUCTOR_SERVER_URL", example, `npx tsx doctor --target ${name}`)],
  };
}

function silent(serverUrl: string): Finding {
  return {
    title,
    status: "lacking",
    seen: `${serverUrl} did not respond within ${secondsMax} s.`,
    toDo: [checkServer],
  };
}

function unsafeVersion(seen: string): Finding {
  return {
    title,
    status: "lacking",
    seen: `${seen}. Before ${safeSince.join(".")} anyone who can reach it can run code on it (CVE-2026-58138).`,
    toDo: [`Run version ${safeSince.join(".")} or later, and let it listen on 127.0.0.1 only.`],
  };
}

/** Conductor OSS returns its version in plain text; an Orkes cluster may not. */
async function versionOf(serverUrl: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${serverUrl.replace(/\/$/, "")}/version`, {
      signal: AbortSignal.timeout(versionMsMax),
    });
    return /^\d+\.\d+\.\d+[\w.-]*$/.exec((await response.text()).trim())?.[0];
  } catch {
    return undefined;
  }
}

function isOlder(version: string): boolean {
  const parts = version.split(/[.-]/).map(Number);
  for (const [index, wanted] of safeSince.entries()) {
    const part = parts[index] ?? 0;
    if (part !== wanted) return part < wanted;
  }
  return false;
}

async function within<T>(seconds: number, answer: Promise<T>): Promise<T | undefined> {
  const deadline = new AbortController();
  const late = sleep(seconds * 1_000, undefined, { signal: deadline.signal }).catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    deadline.abort();
  }
}
