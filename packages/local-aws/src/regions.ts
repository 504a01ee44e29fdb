import type { Store } from "./store.ts";

/** The regions that any caller has used; a search of the whole cloud goes through each of them. */
export interface Regions {
  add(region: string): void;
  list(): string[];
}

const regionsMax = 64; // AWS has about 40

export function createRegions(store: Store): Regions {
  const called = store.collection<string>("regions");
  return {
    add(region) {
      if (called.get(region) !== undefined || called.keys().length >= regionsMax) return;
      called.put(region, region);
    },
    list: () => called.keys(),
  };
}
