import { type Signal, signal } from "@preact/signals";
import { useEffect, useMemo } from "preact/hooks";
import type { Changed } from "../source.ts";
import { changes, connection, readData } from "./client.ts";

/** A document that is loading, available, or unavailable. */
export type Loaded<T> =
  | { readonly state: "loading" }
  | { readonly state: "ready"; readonly value: T }
  | { readonly state: "missing" }
  | { readonly state: "failed"; readonly message: string };

/** Reads `/data/NAME`, and again whenever the source reports a change of `on`, or the connection is back. */
export function useData<T>(
  name: string,
  query: Record<string, string> = {},
  on?: Changed,
): Signal<Loaded<T>> {
  const key = JSON.stringify([name, query]);
  const loaded = useMemo(() => signal<Loaded<T>>({ state: "loading" }), [key]);
  const version = on === undefined ? 0 : changes[on].value;
  const { state } = connection.value;
  // `version` and `state` are why it reads again.
  useEffect(() => {
    let current = true;
    readData<T>(name, query).then(
      (value) => {
        if (current) loaded.value = value === undefined ? { state: "missing" } : { state: "ready", value };
      },
      (error: unknown) => {
        // The document stays on the page; the bar reports the lost connection.
        if (current && loaded.value.state === "loading")
          loaded.value = { state: "failed", message: error instanceof Error ? error.message : String(error) };
      },
    );
    return () => {
      current = false;
    };
  }, [key, version, state]);
  return loaded;
}
