import { valueDepthMax } from "@long-running-api/jsonpath/limits";
import { charge, type Meter, RenderFault } from "@long-running-api/jsonpath/meter";
import { isNumber, toBigInt } from "@long-running-api/jsonpath/numbers";
import { text } from "@long-running-api/jsonpath/print";
import type { Value } from "@long-running-api/jsonpath/values";

/** `value.hashCode()` as Java specifies it for text, numbers, collections and maps. */
export function hashOf(value: Value, meter: Meter, depth = 0): number {
  charge(meter, 1);
  if (depth > valueDepthMax) throw new RenderFault(`A value nests more than ${valueDepthMax} levels.`);
  if (value === null) return 0;
  if (typeof value === "boolean") return value ? 1231 : 1237;
  if (typeof value === "number") return value;
  if (typeof value === "string") return hashOfText(value);
  if (isNumber(value))
    return value.kind === "long" ? hashOfLong(toBigInt(value)) : hashOfDouble(Number(value.value));
  const inner = (item: Value) => hashOf(item, meter, depth + 1);
  switch (value.kind) {
    case "character":
      return value.value.charCodeAt(0);
    case "list":
      if (value.type === "set")
        return value.items.reduce<number>((hash, item) => (hash + inner(item)) | 0, 0);
      return value.items.reduce<number>((hash, item) => (Math.imul(31, hash) + inner(item)) | 0, 1);
    case "map":
      return [...value.entries.values()].reduce<number>((hash, entry) => (hash + inner(entry)) | 0, 0);
    case "entry":
      return inner(value.key) ^ inner(value.value);
    default:
      return hashOfText(text(value, meter));
  }
}

function hashOfText(shown: string): number {
  let hash = 0;
  for (let at = 0; at < shown.length; at++) hash = (Math.imul(31, hash) + shown.charCodeAt(at)) | 0;
  return hash;
}

function hashOfLong(bits: bigint): number {
  return Number(BigInt.asIntN(32, bits ^ (bits >> 32n)));
}

function hashOfDouble(value: number): number {
  return hashOfLong(new DataView(new Float64Array([value]).buffer).getBigInt64(0, true));
}
