import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { waitUntil } from "@long-running-api/foundation/wait";
import { freePort } from "@long-running-api/test-support/free-port";

/** A Postgres for one test. */
export interface Postgres {
  /** jdbc:postgresql://127.0.0.1:PORT/postgres */
  url: string;
  user: string;
  close(): Promise<void>;
}

const user = "conductor";
const startSecondsMax = 60;

/** The location of this machine's Postgres (Debian's package keeps its programs off PATH), or why it is not available. */
export function findPostgres(): { bin: string; why?: undefined } | { why: string } {
  const packaged = "/usr/lib/postgresql";
  const versions = existsSync(packaged) ? readdirSync(packaged).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...versions.map((version) => path.join(packaged, version, "bin")),
    ...(process.env["PATH"] ?? "").split(path.delimiter),
  ];
  const bin = folders.find((folder) => existsSync(path.join(folder, "initdb")));
  return bin ? { bin } : { why: "no Postgres here (Debian: postgresql); .ci/run brings one" };
}

/** Starts one with an empty database on a free port; it ends with this process, also by kill -9. */
export async function startPostgres(bin: string): Promise<Postgres> {
  // It does not run as root, and another user cannot access root's temporary folders.
  const owner = process.getuid?.() === 0 ? ownerInsteadOfRoot() : undefined;
  const folder = mkdtempSync(path.join(owner ? "/var/tmp" : os.tmpdir(), "conductor-postgres-"));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = path.join(folder, "data");
  const as = { ...owner, cwd: folder, env: { ...process.env, HOME: folder, TMPDIR: folder } };
  const words = ["-D", data, "-U", user, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"];
  execFileSync(path.join(bin, "initdb"), words, { ...as, stdio: "pipe" });
  const port = await freePort();
  const settings = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "max_connections=100",
  ].flatMap((setting) => ["-c", setting]);
  const program = path.join(bin, "postgres");
  const child = spawn("/bin/sh", ["-c", guarded, "sh", program, "-D", data, ...settings], {
    ...as,
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  child.once("exit", () => child.stdio[3]?.destroy());
  const close = async () => {
    child.kill("SIGQUIT");
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const ready = await waitUntil(async () => isReady(bin, port), {
    secondsMax: startSecondsMax,
    everyMs: 100,
  });
  if (ready) return { url: `jdbc:postgresql://127.0.0.1:${port}/postgres`, user, close };
  await close();
  throw new Error(`Postgres did not answer within ${startSecondsMax} s.`);
}

/** Runs Postgres in this shell's process, with a watcher that ends it when our end of the pipe closes. */
const guarded = `(cat <&3 >/dev/null 2>&1; kill -QUIT $$ 2>/dev/null) >/dev/null 2>&1 & exec "$@" 3<&-`;

function isReady(bin: string, port: number): true | undefined {
  try {
    execFileSync(path.join(bin, "pg_isready"), ["-h", "127.0.0.1", "-p", String(port)], { stdio: "pipe" });
    return true;
  } catch {
    return undefined;
  }
}

function ownerInsteadOfRoot(): { uid: number; gid: number } {
  const idOf = (flag: string) =>
    ["postgres", "nobody"].flatMap((name) => {
      try {
        return [Number(execFileSync("id", [flag, name], { encoding: "utf8", stdio: "pipe" }))];
      } catch {
        return [];
      }
    })[0];
  const [uid, gid] = [idOf("-u"), idOf("-g")];
  if (uid === undefined || gid === undefined) throw new Error("Postgres needs a user that is not root.");
  return { uid, gid };
}
