import { storageFailureOf } from "../storage-failure.ts";
import type { Region } from "./region.ts";

/**
 * A region that is reopened after a failed write. LevelDB would continue after the torn record in its log,
 * and the next start would not read anything after it.
 */
export async function reopening(open: () => Promise<Region>): Promise<Region> {
  /** Regions whose log may contain a torn record, with the cause. */
  const torn = new WeakMap<Region, Error>();
  let current = await open();
  let mending: Promise<Region> | undefined;

  return {
    run: (operation, input) => attempt((region) => region.run(operation, input)),
    validate: (operation, input) => attempt((region) => region.validate(operation, input)),
    table: (name) => attempt((region) => region.table(name)),
    tables: () => attempt((region) => region.tables()),
    entries: () => attempt((region) => region.entries()),
    close: () => current.close(),
  };

  async function attempt<T>(work: (region: Region) => Promise<T>): Promise<T> {
    const region = await intact();
    let answer: T;
    try {
      answer = await work(region);
    } catch (error) {
      const failure = storageFailureOf(error);
      if (failure) torn.set(region, failure);
      throw failure ?? error;
    }
    const failure = torn.get(region);
    if (failure) throw failure; // it may have been written after the torn record
    return answer;
  }

  async function intact(): Promise<Region> {
    if (!torn.has(current)) return current;
    mending ??= mend().finally(() => {
      mending = undefined;
    });
    return await mending;
  }

  async function mend(): Promise<Region> {
    await current.close();
    try {
      current = await open();
      return current;
    } catch (error) {
      throw storageFailureOf(error) ?? error; // the next request tries again
    }
  }
}
