import type { LastUpdateStatusReasonCode } from "@aws-sdk/client-lambda";
import { StorageFailure } from "../storage-failure.ts";
import type { CodeStore } from "./code.ts";
import type { Clock } from "./runtime/spec.ts";
import { type Configuration, type FunctionRecord, type Functions, keyOf, putFunction } from "./store.ts";

/** Function states as on AWS: Pending becomes Active, an update InProgress becomes Successful. */
export interface Lifecycle {
  /** Completes a function's pending changes once its code is unpacked. */
  begin(record: Pick<FunctionRecord, "region" | "name">): void;
  /** To call after a start: completes changes that a crash left pending. */
  resume(): void;
  /** Cancels all pending transitions. */
  close(): void;
}

/** Long enough that a client sees the pending state, as on AWS, where it takes about a second. */
const settleMs = 40;
/** A deployment changes the code and then the configuration: a process prepared in between would serve no call. */
const quietMs = 250;

export const pending = {
  State: "Pending",
  StateReason: "The function is being created.",
  StateReasonCode: "Creating",
} as const satisfies Partial<Configuration>;

/** For a version that a code update publishes: the version is Creating while $LATEST is updated. */
export const newVersion: Partial<Configuration> = {
  ...pending,
  LastUpdateStatus: undefined,
  LastUpdateStatusReason: undefined,
  LastUpdateStatusReasonCode: undefined,
};

export const updating = {
  LastUpdateStatus: "InProgress",
  LastUpdateStatusReason: "The function is being created.",
  // AWS returns this, although its documentation does not list it.
  LastUpdateStatusReasonCode: "Creating" as unknown as LastUpdateStatusReasonCode,
} as const satisfies Partial<Configuration>;

export function isUnsettled({ State, LastUpdateStatus }: Configuration): boolean {
  return State === "Pending" || LastUpdateStatus === "InProgress";
}

/** Creates the lifecycle that changes functions' states; `onQuiet` is called when a function has stayed as it is for a moment. */
export function createLifecycle(
  store: Functions & { newId(): string; code: Pick<CodeStore, "folder"> },
  clock: Clock,
  onQuiet: (record: Pick<FunctionRecord, "region" | "name">) => void,
): Lifecycle {
  let closed = false;
  const cancels = new Set<() => void>();

  return {
    begin,
    resume() {
      for (const record of store.functions.list()) {
        if ([record.latest, ...record.versions].some(isUnsettled)) begin(record);
      }
    },
    close() {
      closed = true;
      for (const cancel of cancels) cancel();
    },
  };

  function begin({ region, name }: Pick<FunctionRecord, "region" | "name">): void {
    later(settleMs, () => void settle(keyOf(region, name)));
  }

  function later(milliseconds: number, act: () => void): void {
    const cancel = clock.after(milliseconds, () => {
      cancels.delete(cancel);
      act();
    });
    cancels.add(cancel);
  }

  async function settle(key: string): Promise<void> {
    const unsettled = unsettledOf(key);
    const failed = new Set<string>();
    for (const sha256 of new Set(unsettled.map(({ CodeSha256 }) => CodeSha256)))
      await store.code.folder(sha256).catch(() => failed.add(sha256));
    const record = store.functions.get(key);
    if (closed || !record) return;
    const next = (configuration: Configuration) =>
      isUnsettled(configuration) &&
      unsettled.some(({ CodeSha256 }) => CodeSha256 === configuration.CodeSha256)
        ? settled(configuration, failed.has(configuration.CodeSha256))
        : configuration;
    try {
      putFunction(store, { ...record, latest: next(record.latest), versions: record.versions.map(next) });
    } catch (error) {
      if (!(error instanceof StorageFailure)) throw error;
      return begin(record); // it stays pending until the disk has room
    }
    later(quietMs, () => {
      if (unsettledOf(key).length === 0) onQuiet(record);
    });
  }

  function unsettledOf(key: string): Configuration[] {
    const record = store.functions.get(key);
    return record ? [record.latest, ...record.versions].filter(isUnsettled) : [];
  }

  function settled(configuration: Configuration, broken: boolean): Configuration {
    const { StateReason, StateReasonCode, LastUpdateStatusReason, LastUpdateStatusReasonCode, ...kept } =
      configuration;
    // A version keeps the revision that it was published with.
    const RevisionId = configuration.Version === "$LATEST" ? store.newId() : configuration.RevisionId;
    if (!broken) return { ...kept, RevisionId, State: "Active", LastUpdateStatus: "Successful" };
    const reason = "The code cannot be unpacked: please upload it again.";
    if (configuration.State === "Active")
      return {
        ...kept,
        RevisionId,
        LastUpdateStatus: "Failed",
        LastUpdateStatusReason: reason,
        LastUpdateStatusReasonCode: "InvalidZipFileException",
      };
    return {
      ...kept,
      RevisionId,
      State: "Failed",
      StateReason: reason,
      StateReasonCode: "InvalidZipFileException",
      LastUpdateStatus: "Failed",
    };
  }
}
