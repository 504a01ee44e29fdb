import type { Practice } from "./solved.ts";

/** Environments in memory that were built alike: building takes most of the time of a test that changes one thing. */
export interface SolvedClouds {
  /** Runs a test in a free one, which is then reset to the state in which it was built. */
  use<T>(work: (practice: Practice) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** As many as are used at once, each built by `build` when it is first needed. */
export function solvedClouds(build: () => Promise<Practice>): SolvedClouds {
  const free: Practice[] = [];

  return {
    async use(work) {
      const practice = free.pop() ?? (await buildWithBaseline());
      try {
        const result = await work(practice);
        await practice.reset();
        free.push(practice);
        return result;
      } catch (error) {
        await practice.close(); // the next test must not begin with what this failure left behind
        throw error;
      }
    },
    async close() {
      await Promise.all(free.splice(0).map((practice) => practice.close()));
    },
  };

  async function buildWithBaseline(): Promise<Practice> {
    const practice = await build();
    await practice.saveBaseline();
    return practice;
  }
}
