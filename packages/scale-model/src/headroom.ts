import { type Engine, estimate, type Method, type Plan, type QuotaHit } from "./estimate.ts";

/** How many jobs can run at once within the default quotas, and the quota that the next one exceeds. */
export interface Headroom {
  readonly jobsAtOnce: number;
  readonly quota: QuotaHit;
}

export interface HeadroomOptions {
  /** Its number of jobs does not count. */
  readonly plan: Omit<Plan, "jobs">;
  readonly engine: Engine;
  readonly method: Method;
  /** Quotas that do not count: those of other regions, for example. */
  readonly ignore?: readonly string[];
}

const jobsMax = 1e9;

/** Finds the largest number of jobs at once that exceeds no quota but those which one job exceeds already; undefined if there is none. */
export function headroom({ plan, engine, method, ignore = [] }: HeadroomOptions): Headroom | undefined {
  const hits = (atOnce: number): readonly QuotaHit[] =>
    estimate({ ...plan, jobs: { atOnce } }).rows.find((row) => row.engine === engine && row.method === method)
      ?.quotas ?? [];
  const ignored = new Set([...ignore, ...hits(1).map(keyOf)]);
  const first = (atOnce: number) => hits(atOnce).find((hit) => !ignored.has(keyOf(hit)));
  let within = 1;
  let beyond = jobsMax;
  if (first(beyond) === undefined) return undefined;
  while (beyond - within > 1) {
    const middle = Math.floor((within + beyond) / 2);
    if (first(middle) === undefined) within = middle;
    else beyond = middle;
  }
  const quota = first(beyond);
  return quota === undefined ? undefined : { jobsAtOnce: within, quota };
}

/** Two quotas may have one name, in different regions. */
export function keyOf({ name, limit }: Pick<QuotaHit, "name" | "limit">): string {
  return `${name} ${limit}`;
}
