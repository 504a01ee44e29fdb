import type { Store } from "./store.ts";

/** The regions that anybody has called: what is to find everything in this cloud has to look in each of them. */
export interface Regions {
  note(region: string): void;
  list(): string[];
}

const regionsMax = 64; // AWS has about 40

export function createRegions(store: Store): Regions {
  const noted = store.collection<string>("regions");
  return {
    note(region) {
      if (noted.get(region) !== undefined || noted.keys().length >= regionsMax) return;
      noted.put(region, region);
    },
    list: () => noted.keys(),
  };
}
