import type { HttpRequestSpec } from "../http/build.ts";
import { shown } from "../http/failure.ts";
import { isJsonNumber } from "../json.ts";

export const pollingStrategies = ["FIXED", "LINEAR_BACKOFF", "EXPONENTIAL_BACKOFF"] as const;

export type PollingStrategy = (typeof pollingStrategies)[number];

/** The validated settings of an HTTP_POLL task. */
export interface PollFields {
  request: HttpRequestSpec;
  terminationCondition: string;
  pollingIntervalSeconds: number;
  pollingStrategy: PollingStrategy;
  maxPollCount: number;
  outputFilter?: Record<string, unknown>;
  /** Fields of this project, which other servers do not read. */
  own: OwnPollFields;
  warnings: string[];
}

/** What this project adds to HTTP_POLL: docs/oss.md. Undefined: the server's or the worker's setting counts. */
export interface OwnPollFields {
  /** Every failure ends the task, as on a server without these fields. */
  strict?: boolean | undefined;
  maxPollFailures?: number | undefined;
  maxPollFailureSeconds?: number | undefined;
  /** The cap of a backoff. */
  maxPollIntervalSeconds?: number | undefined;
  /** From 0 to 1: 0.2 spreads the delays by a fifth, in both directions. */
  pollIntervalJitter?: number | undefined;
  /** After a 202 with a Location header of the same origin, poll that address. */
  followLocation?: boolean | undefined;
}

/** A week: a larger value is most likely in milliseconds. */
export const pollIntervalSecondsMax = 604_800;

/** Orkes' default; that of maxPollCount is from the cookbook of Conductor OSS. */
const defaults = { pollingIntervalSeconds: 60, maxPollCount: 1_000 };

const pollFields = [
  "terminationCondition",
  "pollingInterval",
  "pollingStrategy",
  "maxPollCount",
  "outputFilter",
  "strict",
  "maxPollFailures",
  "maxPollFailureSeconds",
  "maxPollIntervalSeconds",
  "pollIntervalJitter",
  "followLocation",
];
const requestFields = [
  "uri",
  "method",
  "headers",
  "body",
  "accept",
  "contentType",
  "encode",
  "acceptedStatusCodes",
  "connectionTimeOut",
  "readTimeOut",
  "credential",
];

/**
 * Parses the input of an HTTP_POLL task: numbers may be text, and fields may be beside `http_request` instead of
 * inside it, with a warning. A problem names the field, the expected value and the actual one.
 */
export function readPollSettings(
  inputData: Readonly<Record<string, unknown>>,
  intervalSecondsMax: number = pollIntervalSecondsMax,
): PollFields | { problem: string } {
  const given = inputData["http_request"];
  if (given !== undefined && given !== null && (typeof given !== "object" || Array.isArray(given)))
    return { problem: `http_request must be an object; it is ${shown(given)}.` };
  const inside = (given ?? {}) as Record<string, unknown>;
  const beside = [...requestFields, ...pollFields].filter(
    (field) => isGiven(inputData[field]) && !isGiven(inside[field]),
  );
  const fields = { ...inside, ...Object.fromEntries(beside.map((field) => [field, inputData[field]])) };
  return (
    firstProblem(fields, intervalSecondsMax) ?? {
      request: Object.fromEntries(
        Object.entries(fields).filter(([field]) => requestFields.includes(field)),
      ) as HttpRequestSpec,
      terminationCondition: String(fields["terminationCondition"]),
      pollingIntervalSeconds: Number(fields["pollingInterval"] ?? defaults.pollingIntervalSeconds),
      pollingStrategy: (fields["pollingStrategy"] ?? "FIXED") as PollingStrategy,
      maxPollCount: Number(fields["maxPollCount"] ?? defaults.maxPollCount),
      ...(isGiven(fields["outputFilter"])
        ? { outputFilter: fields["outputFilter"] as Record<string, unknown> }
        : {}),
      own: {
        strict: readBoolean(fields["strict"]),
        maxPollFailures: readNumber(fields["maxPollFailures"]),
        maxPollFailureSeconds: readNumber(fields["maxPollFailureSeconds"]),
        maxPollIntervalSeconds: readNumber(fields["maxPollIntervalSeconds"]),
        pollIntervalJitter: readNumber(fields["pollIntervalJitter"]),
        followLocation: readBoolean(fields["followLocation"]),
      },
      warnings:
        beside.length === 0
          ? []
          : [`${beside.join(", ")}: beside http_request, where Orkes expects it inside`],
    }
  );
}

function firstProblem(
  fields: Record<string, unknown>,
  intervalSecondsMax: number,
): { problem: string } | undefined {
  const { terminationCondition, pollingInterval, pollingStrategy, maxPollCount, outputFilter } = fields;
  const condition =
    typeof terminationCondition === "string" ? terminationCondition.trim() : terminationCondition;
  if (!isGiven(condition) || condition === "")
    return wrong("terminationCondition", "must be a JavaScript expression; it is missing.");
  if (!["string", "boolean", "number"].includes(typeof condition))
    return wrong("terminationCondition", `must be a JavaScript expression; it is ${shown(condition)}.`);
  if (!isNumber(pollingInterval, (seconds) => seconds > 0 && seconds <= intervalSecondsMax))
    return wrong(
      "pollingInterval",
      `must be a number of seconds, more than 0 and at most ${intervalSecondsMax}; it is ${shown(pollingInterval)}.`,
    );
  if (isGiven(pollingStrategy) && !pollingStrategies.some((known) => known === pollingStrategy))
    return wrong(
      "pollingStrategy",
      `must be one of ${pollingStrategies.join(", ")}; it is ${shown(pollingStrategy)}.`,
    );
  if (!isNumber(maxPollCount, (count) => Number.isSafeInteger(count) && count >= 1))
    return wrong("maxPollCount", `must be a whole number from 1; it is ${shown(maxPollCount)}.`);
  if (isGiven(outputFilter) && (typeof outputFilter !== "object" || Array.isArray(outputFilter)))
    return wrong("outputFilter", `must be an object; it is ${shown(outputFilter)}.`);
  return firstOwnProblem(fields, intervalSecondsMax);
}

function firstOwnProblem(
  fields: Record<string, unknown>,
  intervalSecondsMax: number,
): { problem: string } | undefined {
  for (const field of ["strict", "followLocation"])
    if (isGiven(fields[field]) && !/^(true|false)$/.test(String(fields[field])))
      return wrong(field, `must be true or false; it is ${shown(fields[field])}.`);
  const { maxPollFailures, maxPollFailureSeconds, maxPollIntervalSeconds, pollIntervalJitter } = fields;
  if (!isNumber(maxPollFailures, (count) => Number.isSafeInteger(count) && count >= 1))
    return wrong("maxPollFailures", `must be a whole number from 1; it is ${shown(maxPollFailures)}.`);
  if (!isNumber(maxPollFailureSeconds, (seconds) => seconds >= 0 && seconds <= pollIntervalSecondsMax))
    return wrong(
      "maxPollFailureSeconds",
      `must be a number of seconds from 0 to ${pollIntervalSecondsMax}; it is ${shown(maxPollFailureSeconds)}.`,
    );
  if (!isNumber(maxPollIntervalSeconds, (seconds) => seconds > 0 && seconds <= intervalSecondsMax))
    return wrong(
      "maxPollIntervalSeconds",
      `must be a number of seconds, more than 0 and at most ${intervalSecondsMax}; it is ${shown(maxPollIntervalSeconds)}.`,
    );
  if (!isNumber(pollIntervalJitter, (share) => share >= 0 && share <= 1))
    return wrong("pollIntervalJitter", `must be a number from 0 to 1; it is ${shown(pollIntervalJitter)}.`);
  return undefined;
}

function readNumber(value: unknown): number | undefined {
  return isGiven(value) ? Number(value) : undefined;
}

function readBoolean(value: unknown): boolean | undefined {
  return isGiven(value) ? String(value) === "true" : undefined;
}

function wrong(field: string, why: string): { problem: string } {
  return { problem: `http_request.${field} ${why}` };
}

/** An expression without a value becomes null, which counts as missing. */
function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isNumber(value: unknown, fits: (number: number) => boolean): boolean {
  if (!isGiven(value)) return true;
  if (typeof value === "string") return value.trim() !== "" && fits(Number(value));
  return isJsonNumber(value) && fits(Number(value));
}
