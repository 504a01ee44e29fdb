import { newMeter } from "./meter.ts";
import { isNumber } from "./numbers.ts";
import { text } from "./print.ts";
import type { Value } from "./values.ts";

/** Converts Java values to plain JSON; an integer beyond 2^53 is a bigint. */
export function toJson(value: Value): unknown {
  if (value === null || typeof value !== "object") return value;
  if (isNumber(value)) return typeof value === "number" ? value : toNumber(value.value);
  switch (value.kind) {
    case "list":
      return value.items.map(toJson);
    case "map":
      return Object.fromEntries(
        Array.from(value.entries.values(), ({ key, value: member }) => [
          text(key, newMeter()),
          toJson(member),
        ]),
      );
    case "character":
      return value.value;
    case "entry":
      return { [text(value.key, newMeter())]: toJson(value.value) };
    case "host":
      return value.print();
  }
}

function toNumber(value: number | bigint): number | bigint {
  const safe = Number.MIN_SAFE_INTEGER <= value && value <= Number.MAX_SAFE_INTEGER;
  return typeof value === "bigint" && !safe ? value : Number(value);
}
