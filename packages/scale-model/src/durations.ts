/** How long jobs take: all in seconds. */
export type Durations =
  | { readonly kind: "fixed"; readonly seconds: number }
  | { readonly kind: "uniform"; readonly least: number; readonly most: number }
  /** `median` is exp(µ); `sigma` is the deviation of the logarithm: 0.5 has its 99th percentile at 3.2 medians. */
  | { readonly kind: "lognormal"; readonly median: number; readonly sigma: number };

/** The duration that a share `u` of the jobs (0 < u < 1) does not exceed, in seconds. */
export function durationAt(durations: Durations, u: number): number {
  if (durations.kind === "fixed") return durations.seconds;
  if (durations.kind === "uniform") return durations.least + u * (durations.most - durations.least);
  return durations.median * Math.exp(durations.sigma * normalQuantile(u));
}

/** The mean duration, in seconds. */
export function meanDuration(durations: Durations): number {
  if (durations.kind === "fixed") return durations.seconds;
  if (durations.kind === "uniform") return (durations.least + durations.most) / 2;
  return durations.median * Math.exp(durations.sigma ** 2 / 2);
}

/** Equally likely durations that stand for all jobs, in ascending order. */
export function sampleDurations(durations: Durations, count: number): number[] {
  if (durations.kind === "fixed") return [durations.seconds];
  return Array.from({ length: count }, (_, index) => durationAt(durations, (index + 0.5) / count));
}

/** The quantile of the standard normal distribution: Acklam's rational approximation, off by at most 1.15e-9 (relative). */
function normalQuantile(u: number): number {
  const tail = 0.02425;
  if (u > 1 - tail) return -normalQuantile(1 - u);
  if (u < tail) {
    const q = Math.sqrt(-2 * Math.log(u));
    return horner(outer, q) / horner(outerBelow, q);
  }
  const q = u - 0.5;
  const r = q * q;
  return (q * horner(inner, r)) / horner(innerBelow, r);
}

function horner(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}

const inner = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const innerBelow = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572, 1,
];
const outer = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734, 4.374664141464968,
  2.938163982698783,
];
const outerBelow = [0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1];
