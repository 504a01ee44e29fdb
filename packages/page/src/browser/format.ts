import { resourceOf } from "@long-running-api/iam/arn";
/** The function that an ARN names, with its alias or version, if any: "f:live". */
export function functionIn(arn: string): string {
  return resourceOf(arn).replace(/^function:/, "");
}

/** e.g. "27.1 s"; with two digits "10.37 s". */
export function seconds(ms: number, digits = 1): string {
  return `${(ms / 1_000).toFixed(digits)} s`;
}

/** e.g. "9 ms", "318 ms", "27.1 s", "0.4 ms". */
export function duration(ms: number): string {
  if (ms >= 1_000) return seconds(ms);
  return `${ms < 10 && !Number.isInteger(ms) ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** e.g. "5 s", "0.5 s", "2 min". */
export function roundSeconds(value: number): string {
  if (value >= 120 && value % 60 === 0) return `${value / 60} min`;
  return `${Number.isInteger(value) ? value : value.toFixed(1)} s`;
}

/** e.g. "$61". */
export function dollars(value: number): string {
  return `$${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString("en-US")}`;
}
