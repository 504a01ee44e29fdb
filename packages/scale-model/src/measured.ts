/** What this project's bench measured in November 2026 on one two-core machine that also ran the load and the called API. */
export const measured = {
  machine: "one two-core machine, November 2026",
  /** Polls per second of the embedded engine, at 8 ms of lateness in the median. */
  embeddedPollsPerSecond: 494,
  /** Waiting runs that one embedded engine held, and its memory. */
  embeddedHeld: { runs: 10_000, megabytes: 263 },
  /** Polls per second of one Conductor OSS server on SQLite with one worker. */
  ossPollsPerSecond: 211,
  /** What the worker adds to a poll, in ms: from the server's delivery to the result. */
  workerAddsMs: { p50: 6, p99: 27 },
  /** Tasks that one worker takes at a time unless `--concurrency` says otherwise. */
  workerConcurrency: 100,
  /** Workflows of one HTTP task, per second. */
  workflowsPerSecond: { embedded: [1_052, 1_244], ossSqlite: 63, ossPostgres: 50, twoOssPostgres: 48 },
  /** How late 200 runs were that polled one OSS server every second, in s. */
  overloadedLatenessSeconds: [0.3, 4.5],
} as const;
