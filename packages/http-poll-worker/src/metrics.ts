const prefix = "http_poll_worker_";

const help = {
  tasks_total: ["counter", "Polls done, by status."],
  host_polls_total: [
    "counter",
    "Polls done, by host and outcome: completed, again, failing, failed, not_sent.",
  ],
  polls_total: ["counter", "Requests to the server for work, by outcome."],
  updates_total: ["counter", "Results sent to the server, by outcome."],
  task_definitions_registered_total: ["counter", "Task definitions registered."],
  tasks_brought_back_total: ["counter", "Abandoned polls that were requeued."],
  tasks_in_flight: ["gauge", "Tasks taken and not handed back yet."],
  concurrency: ["gauge", "The maximum number of concurrent requests."],
  last_contact_seconds: ["gauge", "Unix time of the server's last response."],
  host_requests_running: ["gauge", "Requests in progress, by host."],
  host_requests_waiting: ["gauge", "Requests that wait for a place or for their rate, by host."],
  host_circuit_open: ["gauge", "1 while no requests are sent to a host that does not respond."],
} as const;

/** Upper bounds of the buckets. */
const histograms = {
  task_seconds: {
    about: "How long a poll took, from its delivery to its update.",
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
  },
  lateness_seconds: {
    about: "How late a poll was delivered, for tasks that this worker has polled before.",
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300],
  },
  failure_budget_used_ratio: {
    about: "How much of its budget a failing poll had used up.",
    buckets: [0.1, 0.25, 0.5, 0.75, 0.9, 1],
  },
} as const;

export type MetricName = keyof typeof help;
export type HistogramName = keyof typeof histograms;
export type Labels = Readonly<Record<string, string>>;

/** Counters, gauges and histograms, exported for Prometheus. */
export interface Metrics {
  count(name: MetricName, labels?: Labels): void;
  set(name: MetricName, value: number): void;
  /** Replaces all values of a gauge. */
  setAll(name: MetricName, values: readonly (readonly [Labels, number])[]): void;
  get(name: MetricName, labels?: Labels): number;
  observe(name: HistogramName, value: number): void;
  /** Called before each export, for gauges. */
  onExport(refresh: () => void): void;
  /** https://prometheus.io/docs/instrumenting/exposition_formats/ */
  text(): string;
}

interface Observed {
  readonly counts: number[];
  sum: number;
  total: number;
}

/** Creates metrics at zero. */
export function createMetrics(): Metrics {
  const values = new Map<MetricName, Map<string, number>>();
  const observed = new Map<HistogramName, Observed>();
  const refreshes: (() => void)[] = [];
  const series = (name: MetricName) => {
    const known = values.get(name) ?? new Map<string, number>();
    values.set(name, known);
    return known;
  };
  const observedOf = (name: HistogramName): Observed => {
    const known = observed.get(name) ?? { counts: histograms[name].buckets.map(() => 0), sum: 0, total: 0 };
    observed.set(name, known);
    return known;
  };
  return {
    count(name, labels = {}) {
      const key = labelText(labels);
      series(name).set(key, (series(name).get(key) ?? 0) + 1);
    },
    set: (name, value) => void series(name).set("", value),
    setAll: (name, given) =>
      void values.set(name, new Map(given.map(([labels, value]) => [labelText(labels), value]))),
    get: (name, labels = {}) => values.get(name)?.get(labelText(labels)) ?? 0,
    observe(name, value) {
      const known = observedOf(name);
      known.total += 1;
      known.sum += value;
      for (const [index, bound] of histograms[name].buckets.entries())
        if (value <= bound) known.counts[index] = (known.counts[index] ?? 0) + 1;
    },
    onExport: (refresh) => void refreshes.push(refresh),
    text() {
      for (const refresh of refreshes) refresh();
      const lines = Array.from(values, ([name, known]) => [
        ...head(name, help[name][0], help[name][1]),
        ...Array.from(known, ([labels, value]) => `${prefix}${name}${labels} ${value}`),
      ]).flat();
      const names = Object.keys(histograms) as HistogramName[];
      return [...lines, ...names.flatMap((name) => histogramLines(name, observedOf(name))), ""].join("\n");
    },
  };
}

function histogramLines(name: HistogramName, { counts, sum, total }: Observed): string[] {
  const { about, buckets } = histograms[name];
  return [
    ...head(name, "histogram", about),
    ...buckets.map((bound, index) => `${prefix}${name}_bucket{le="${bound}"} ${counts[index] ?? 0}`),
    `${prefix}${name}_bucket{le="+Inf"} ${total}`,
    `${prefix}${name}_sum ${sum}`,
    `${prefix}${name}_count ${total}`,
  ];
}

function head(name: string, type: string, about: string): string[] {
  return [`# HELP ${prefix}${name} ${about}`, `# TYPE ${prefix}${name} ${type}`];
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value.replace(/["\\\n]/g, "_")}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** A host as a label. Definitions name hosts, so their number is bounded: the others count as one. */
export function hostLabels(hostsMax = 100): (host: string) => string {
  const known = new Set<string>();
  return (host) => {
    if (known.size < hostsMax) known.add(host);
    return known.has(host) ? host : "other";
  };
}
