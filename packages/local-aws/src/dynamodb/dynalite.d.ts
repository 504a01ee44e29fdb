// The parts of dynalite 4.0.0 that this project uses; it has no types of its own. Only region.ts imports it.

declare module "dynalite/db/index.js" {
  import type { LibraryStore } from "./library.ts";
  export function create(options: {
    path?: string;
    createTableMs: number;
    deleteTableMs: number;
    updateTableMs: number;
  }): LibraryStore;
}

declare module "dynalite/validations/index.js" {
  import type { LibraryStore } from "./library.ts";
  export function checkTypes(data: object, types: object): Record<string, unknown>;
  export function checkValidations(
    data: object,
    types: object,
    custom: ((data: object, store: LibraryStore) => string | undefined) | undefined,
    store: LibraryStore,
  ): void;
}
