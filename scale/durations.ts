import { Problem } from "@long-running-api/foundation/problem";
import type { Durations } from "@long-running-api/scale-model";

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600 };
const secondsMax = 31 * 86_400;

/** Reads `30m`, `uniform:5m,25m` or `lognormal:10m,0.5`; anything else is a Problem that quotes it. */
export function readDuration(text: string): Durations {
  const [, kind = "fixed", first = "", second] = /^(?:(\w+):)?([^,]*)(?:,(.*))?$/.exec(text) ?? [];
  const start = seconds(first);
  if (start === undefined || start > secondsMax) throw invalid(text);
  if (kind === "fixed" && second === undefined) return { kind, seconds: start };
  if (kind === "uniform") {
    const most = seconds(second ?? "");
    if (most !== undefined && most > start && most <= secondsMax) return { kind, least: start, most };
  }
  if (kind === "lognormal") {
    const sigma = Number(second);
    if (sigma > 0 && sigma <= 2) return { kind, median: start, sigma };
  }
  throw invalid(text);
}

function seconds(text: string): number | undefined {
  const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)([smh])?$/.exec(text.trim()) ?? [];
  const value = Number(number) * (units[unit] ?? 1);
  return value > 0 ? value : undefined;
}

function invalid(text: string): Problem {
  return new Problem(
    "--duration needs a time of up to 31 days, or a distribution.",
    { seen: text, known: "30m, uniform:5m,25m, lognormal:10m,0.5 (a deviation of at most 2)" },
    "npx tsx scale --help",
  );
}
