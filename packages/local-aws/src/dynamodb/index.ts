import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { Problem } from "@long-running-api/foundation/problem";
import { AwsError } from "../action.ts";
import { inTime } from "../in-time.ts";
import type { RawService } from "../server.ts";
import { storageFailureOf } from "../storage-failure.ts";
import type { Store } from "../store.ts";
import type { WireRequest, WireResponse } from "../wire/wire.ts";
import { nameOf, needsOf, tableArn } from "./arns.ts";
import { errorResponse } from "./errors.ts";
import { isLibraryError } from "./library.ts";
import { limit } from "./limits.ts";
import type { Input } from "./operation-context.ts";
import { own, unknownOperation } from "./operations.ts";
import { type Operation, openRegion, operations, type Region, type StoredEntry } from "./region.ts";
import { reopening } from "./reopening.ts";
import { jsonResponse } from "./response.ts";
import { openSettings, plainSettings, settingsKey, type Tag } from "./settings.ts";

export interface DynamoDb {
  service: RawService;
  /** Opens the stored tables. Throws a Problem when a region's files are damaged; returns the lost tables. */
  open(): Promise<VanishedTable[]>;
  /** Tables and their tags, for the tagging API. */
  tagged(region: string): { arn: string; tags: readonly Tag[] }[];
  /** Everything that is stored. */
  snapshot(): Promise<StoredTables>;
  close(): Promise<void>;
}

/** What the tables hold, by region. */
export type StoredTables = ReadonlyMap<string, readonly StoredEntry[]>;

/** A table that was created but is missing from the files. */
export interface VanishedTable {
  region: string;
  table: string;
  folder: string;
}

export interface DynamoDbOptions {
  /** The folder for tables, with a subfolder per region; undefined = in memory. */
  directory: string | undefined;
  /** Tables to begin with. */
  stored?: StoredTables | undefined;
  accountId: string;
  now(): Date;
  store: Store;
}

const bodyBytesMax = 16 * 1024 * 1024;
const requestMillisMax = 30_000;

/** DynamoDB: the dynalite library, plus the features it lacks. */
export function createDynamoDb({ directory, stored, accountId, now, store }: DynamoDbOptions): DynamoDb {
  const settings = openSettings(store);
  const regions = new Map<string, Promise<Region>>();

  return {
    service: {
      signingName: "dynamodb",
      read(request, region) {
        const { operation, input } = readRequest(request);
        return {
          needs: needsOf(operation, input, { region, accountId }),
          handle() {
            return handle(operation, input, region);
          },
        };
      },
      error: errorResponse,
    },
    async open() {
      if (directory === undefined || !existsSync(directory)) return [];
      const folders = readdirSync(directory, { withFileTypes: true }).filter((each) => each.isDirectory());
      const vanished = folders.map(async ({ name: region }) => {
        const folder = path.join(directory, region);
        const tables = await regionOf(region).then(
          (opened) => opened.tables(),
          (error: unknown) => {
            throw damaged(error, folder);
          },
        );
        return forgetVanished(region, tables).map((table) => ({ region, table, folder }));
      });
      return (await Promise.all(vanished)).flat();
    },
    tagged: (region) =>
      settings.keys().flatMap((key) => {
        const [place, table = ""] = key.split("/");
        const { tags } = settings.get(key) ?? plainSettings;
        return place === region ? [{ arn: tableArn(table, { region, accountId }), tags }] : [];
      }),
    async snapshot() {
      const entries = [...regions].map(
        async ([name, region]) => [name, await (await region).entries()] as const,
      );
      return new Map(await Promise.all(entries));
    },
    async close() {
      for (const region of regions.values()) await (await region).close();
      regions.clear();
    },
  };

  function forgetVanished(region: string, tables: readonly string[]): string[] {
    const known = settings.keys().flatMap((key) => {
      const [place, table = ""] = key.split("/");
      return place === region && settings.get(key)?.made ? [table] : [];
    });
    const vanished = known.filter((table) => !tables.includes(table));
    for (const table of vanished) settings.delete(settingsKey(region, table));
    return vanished;
  }

  async function handle(operation: string, input: Input, region: string): Promise<WireResponse> {
    limit(input);
    const tables = await regionOf(region);
    const mine = own[operation];
    try {
      const answer = mine
        ? mine(input, { region, tables, settings, now })
        : tables.run(operation as Operation, input);
      return jsonResponse(await inTime(answer, requestMillisMax, tooLate));
    } catch (error) {
      if (isLibraryError(error)) return jsonResponse(error.body, error.statusCode);
      throw error;
    }
  }

  function regionOf(name: string): Promise<Region> {
    const known = regions.get(name);
    if (known) return known;
    const folder = directory === undefined ? undefined : path.join(directory, name);
    const opened = reopening(() =>
      openRegion(name, { accountId, directory: folder, entries: stored?.get(name) }),
    );
    regions.set(name, opened);
    opened.catch(() => regions.delete(name));
    return opened;
  }
}

/** Explains LevelDB's errors about its own files; returns any other error unchanged. */
function damaged(error: unknown, folder: string): unknown {
  if (!(error instanceof Error)) return error;
  const cause = error.cause instanceof Error ? error.cause : error;
  const seen = { "looked at": folder, seen: cause.message };
  const { code } = cause as NodeJS.ErrnoException;
  // A file that another one refers to is missing: as bad as an unreadable one.
  const missing = code === "LEVEL_IO_ERROR" && /No such file/.test(cause.message);
  if (storageFailureOf(cause) && !missing)
    return new Problem(
      "The tables of the local cloud cannot be opened.",
      seen,
      "Make sure that the disk has room and that the folder is writable, or choose another one with --data DIR.",
    );
  if (code === "LEVEL_LOCKED")
    return new Problem(
      "Another process uses the tables of the local cloud.",
      seen,
      "Stop it, or name another folder with --data DIR.",
    );
  if (!missing && code !== "LEVEL_CORRUPTION" && !(error instanceof SyntaxError)) return error;
  return new Problem(
    "The tables of the local cloud are damaged.",
    seen,
    `Move the folder away and start again; the tables of that region are lost: mv ${folder} ${folder}.damaged`,
  );
}

function readRequest({ headers, body }: WireRequest): { operation: string; input: Input } {
  const [api, operation = ""] = (headers["x-amz-target"] ?? "").split(".");
  const known = Object.hasOwn(own, operation) || (operations as readonly string[]).includes(operation);
  if (api !== "DynamoDB_20120810" || !known) throw unknownOperation(operation);
  if (body.length > bodyBytesMax)
    throw new AwsError("RequestEntityTooLargeException", "The request is larger than 16 MB.", 413);
  return { operation, input: parse(body) };
}

function parse(body: Buffer): Input {
  let input: unknown;
  try {
    input = JSON.parse(body.toString("utf8"));
  } catch {
    throw new AwsError("SerializationException", "The request body is not valid JSON.");
  }
  if (typeof input !== "object" || input === null || Array.isArray(input))
    throw new AwsError("SerializationException", "Start of structure or map expected");
  const fields = input as Input;
  // dynalite knows tables by name only.
  if (typeof fields["TableName"] === "string") fields["TableName"] = nameOf(fields["TableName"]);
  return fields;
}

function tooLate(): AwsError {
  return new AwsError("InternalServerError", `No answer within ${requestMillisMax / 1000} s.`, 500);
}
