import { randomUUID } from "node:crypto";
import { cp, mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { once } from "@long-running-api/foundation/once";
import { Problem } from "@long-running-api/foundation/problem";
import { openSqlite } from "@long-running-api/sqlite";
import { freePort } from "@long-running-api/test-support/free-port";
import { openPractice, type Practice, type PracticeOptions } from "./solved.ts";

/** Copies of an environment that is built once: building takes most of the time of a test that changes one thing. */
export interface Copies {
  /** Opens a copy in a cloud of its own. */
  open(): Promise<Practice>;
  /** Forgets the original; the copies are closed by themselves. */
  close(): Promise<void>;
}

/** Where the local cloud keeps what mentions its address: columns by file and table. */
const mentions = {
  "aws.db": { documents: "value" },
  "conductor.db": { workflow_definition: "body", snapshot: "body", execution: "body", task: "body" },
};

/** Another program may take a free port before we do. */
const attemptsMax = 5;

/** The copies of what `build` builds with these options when the first copy is opened. */
export function copiesOf(build: (options: PracticeOptions) => Promise<Practice>): Copies {
  const folder = once(() => mkdtemp(path.join(os.tmpdir(), "copies-")));
  const original = once(async () => {
    const dataFolder = path.join(await folder(), "original");
    const practice = await build({ dataFolder });
    const address = addressOf(practice);
    await practice.close();
    return { dataFolder, address };
  });

  async function open(attempt = 1): Promise<Practice> {
    const { dataFolder: source, address } = await original();
    const dataFolder = path.join(await folder(), randomUUID());
    const port = await freePort();
    await copy(source, dataFolder);
    relocate(dataFolder, address, `127.0.0.1:${port}`);
    try {
      const practice = await openPractice({ dataFolder, port });
      return {
        ...practice,
        async close() {
          await practice.close();
          await removeFolder(dataFolder);
        },
      };
    } catch (error) {
      if (!(error instanceof Problem) || attempt === attemptsMax) throw error;
      return await open(attempt + 1);
    }
  }

  return { open: () => open(), close: async () => removeFolder(await folder()) };
}

function addressOf({ target }: Practice): string {
  return new URL(String(target.aws.endpoint)).host;
}

/** Without the links to the AWS SDK: opening a cloud makes them again. */
async function copy(source: string, target: string): Promise<void> {
  const filter = (name: string) => path.basename(name) !== "node_modules";
  await cp(source, target, { recursive: true, filter });
}

/** Moves the data of a closed cloud to another address: the definition and its runs hold it. */
function relocate(dataFolder: string, from: string, to: string): void {
  for (const [file, columns] of Object.entries(mentions)) {
    const database = openSqlite(path.join(dataFolder, file));
    database.exec("PRAGMA synchronous = OFF"); // a copy need not survive a power cut
    for (const [table, column] of Object.entries(columns))
      database.prepare(`UPDATE ${table} SET ${column} = replace(${column}, ?, ?)`).run(from, to);
    database.close();
  }
}

async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
}
