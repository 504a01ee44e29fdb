/** An answer as it came over the wire. */
export interface Answer {
  status: number;
  body: Readonly<Record<string, unknown>>;
}

/** A response without the parts that vary between runs and servers. */
export interface Reading {
  /** The part that programs depend on. */
  behaviour: unknown;
  /** The error message for people. */
  wording: string;
}

const wordingCharactersMax = 160;

/** Members whose values differ on each server. */
const volatile = new Set([
  "CreationDateTime",
  "ItemCount",
  "IndexArn",
  "IndexSizeBytes",
  "LastUpdateToPayPerRequestDateTime",
  "TableArn",
  "TableId",
  "TableSizeBytes",
  "TableStatus",
  "IndexStatus",
]);

/** Members whose items have no order: sets, and what a scan finds. */
const unordered = new Set(["SS", "NS", "BS", "Items", "AttributeDefinitions", "TableNames"]);

/** Normalizes two responses for comparison. */
export function readingOf({ status, body }: Answer): Reading {
  if (status < 400) return { behaviour: { status, body: settle(body) }, wording: "" };
  const { __type: type, message, Message, ...more } = body;
  const error = String(type).split("#").at(-1);
  const text = String(message ?? Message ?? "");
  return {
    behaviour: { status, error, more: settle(more) },
    wording: text.length > wordingCharactersMax ? `${text.slice(0, wordingCharactersMax)}…` : text,
  };
}

function settle(value: unknown, name = ""): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => settle(item));
    return unordered.has(name)
      ? items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : items;
  }
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(
    members.map(([key, member]) => [key, volatile.has(key) ? `some ${key}` : settle(member, key)]),
  );
}
