const prefix = "http_poll_worker_";

/** Upper bounds of the histogram's buckets, in seconds. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

const help = {
  tasks_total: ["counter", "Polls done, by what came of them."],
  polls_total: ["counter", "Requests to the server for work, by what came of them."],
  updates_total: ["counter", "Results handed to the server, by what came of them."],
  task_definitions_registered_total: ["counter", "Task definitions registered."],
  tasks_brought_back_total: ["counter", "Abandoned polls that were brought back."],
  tasks_in_flight: ["gauge", "Tasks taken and not handed back yet."],
  concurrency: ["gauge", "How many tasks are taken at most."],
  last_contact_seconds: ["gauge", "Unix time of the server's last answer."],
} as const;

export type MetricName = keyof typeof help;

/** Counters, exported for Prometheus. */
export interface Metrics {
  count(name: MetricName, labels?: Readonly<Record<string, string>>): void;
  set(name: MetricName, value: number): void;
  get(name: MetricName, labels?: Readonly<Record<string, string>>): number;
  /** One poll, from delivery to update. */
  observeSeconds(seconds: number): void;
  /** https://prometheus.io/docs/instrumenting/exposition_formats/ */
  text(): string;
}

/** Creates metrics at zero. */
export function createMetrics(): Metrics {
  const values = new Map<MetricName, Map<string, number>>();
  const observed = buckets.map(() => 0);
  let sum = 0;
  let total = 0;
  const series = (name: MetricName) => {
    const known = values.get(name) ?? new Map<string, number>();
    values.set(name, known);
    return known;
  };
  return {
    count(name, labels = {}) {
      const key = labelText(labels);
      series(name).set(key, (series(name).get(key) ?? 0) + 1);
    },
    set: (name, value) => void series(name).set("", value),
    get: (name, labels = {}) => values.get(name)?.get(labelText(labels)) ?? 0,
    observeSeconds(seconds) {
      total += 1;
      sum += seconds;
      for (const [index, bound] of buckets.entries())
        if (seconds <= bound) observed[index] = (observed[index] ?? 0) + 1;
    },
    text() {
      const lines = Array.from(values, ([name, known]) => [
        ...head(name, help[name][0], help[name][1]),
        ...Array.from(known, ([labels, value]) => `${prefix}${name}${labels} ${value}`),
      ]).flat();
      const histogram = `${prefix}task_seconds`;
      return [
        ...lines,
        ...head("task_seconds", "histogram", "How long a poll took, from its delivery to its update."),
        ...buckets.map((bound, index) => `${histogram}_bucket{le="${bound}"} ${observed[index] ?? 0}`),
        `${histogram}_bucket{le="+Inf"} ${total}`,
        `${histogram}_sum ${sum}`,
        `${histogram}_count ${total}`,
        "",
      ].join("\n");
    },
  };
}

function head(name: string, type: string, about: string): string[] {
  return [`# HELP ${prefix}${name} ${about}`, `# TYPE ${prefix}${name} ${type}`];
}

function labelText(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, "_")}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}
