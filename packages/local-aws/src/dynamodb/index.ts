import path from "node:path";
import { AwsError } from "../action.ts";
import type { RawService } from "../server.ts";
import type { Store } from "../store.ts";
import type { WireRequest, WireResponse } from "../wire/wire.ts";
import { nameOf, needsOf, tableArn } from "./arns.ts";
import { errorResponse } from "./errors.ts";
import { isLibraryError } from "./library.ts";
import { limit } from "./limits.ts";
import { own, unknownOperation } from "./operations.ts";
import { type Operation, openRegion, operations, type Region } from "./region.ts";
import { jsonResponse } from "./response.ts";
import { openSettings, plainSettings, type Tag } from "./settings.ts";
import type { Input } from "./world.ts";

export interface DynamoDb {
  service: RawService;
  /** Tables and their tags, for the tagging API. */
  tagged(region: string): { arn: string; tags: readonly Tag[] }[];
  close(): Promise<void>;
}

export interface DynamoDbOptions {
  /** Where tables are kept, one folder a region; nothing = in memory. */
  directory: string | undefined;
  accountId: string;
  now(): Date;
  store: Store;
}

const bodyBytesMax = 16 * 1024 * 1024;
const requestSecondsMax = 30;

/** DynamoDB: the dynalite library, and around it what it lacks. */
export function createDynamoDb({ directory, accountId, now, store }: DynamoDbOptions): DynamoDb {
  const settings = openSettings(store);
  const regions = new Map<string, Promise<Region>>();
  const requests = new WeakMap<WireRequest, Request>();

  return {
    service: {
      signingName: "dynamodb",
      needs(request, region) {
        const { operation, input } = read(request);
        return needsOf(operation, input, { region, accountId });
      },
      async handle(request, { region }) {
        const { operation, input } = read(request);
        limit(input);
        const tables = await regionOf(region);
        return await within(requestSecondsMax, async () => {
          try {
            const mine = own[operation];
            const answer = mine
              ? await mine(input, { region, tables, settings, now })
              : await tables.run(operation as Operation, input);
            return jsonResponse(answer);
          } catch (error) {
            if (isLibraryError(error)) return jsonResponse(error.body, error.statusCode);
            throw error;
          }
        });
      },
      error: errorResponse,
    },
    tagged: (region) =>
      settings.keys().flatMap((key) => {
        const [place, table = ""] = key.split("/");
        const { tags } = settings.get(key) ?? plainSettings;
        return place === region ? [{ arn: tableArn(table, { region, accountId }), tags }] : [];
      }),
    async close() {
      for (const region of regions.values()) await (await region).close();
      regions.clear();
    },
  };

  function read(request: WireRequest): Request {
    const known = requests.get(request) ?? readRequest(request);
    requests.set(request, known);
    return known;
  }

  function regionOf(name: string): Promise<Region> {
    const known = regions.get(name);
    if (known) return known;
    const opened = openRegion(name, {
      accountId,
      directory: directory === undefined ? undefined : path.join(directory, name),
    });
    regions.set(name, opened);
    opened.catch(() => regions.delete(name));
    return opened;
  }
}

interface Request {
  operation: string;
  input: Input;
}

function readRequest({ headers, body }: WireRequest): Request {
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

/** Whatever goes wrong inside the library, a client is answered. */
async function within(seconds: number, work: () => Promise<WireResponse>): Promise<WireResponse> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AwsError("InternalServerError", `No answer within ${seconds} s.`, 500)),
      seconds * 1000,
    );
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
