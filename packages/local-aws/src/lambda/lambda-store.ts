import type { CodeStore } from "./code.ts";
import type { Invoker } from "./invoke.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { FunctionRecord, Functions } from "./store.ts";

/** The store and services of Lambda's actions. */
export interface LambdaStore extends Functions {
  code: CodeStore;
  lifecycle: Lifecycle;
  invoker: Invoker;
  /** The account's concurrency. */
  concurrencyMax: number;
  assumable(roleArn: string): boolean;
  /** Called when a function is changed or deleted: its processes are not reused. */
  forget(functionArn: string): void;
  /** Called when another service gets the permission to invoke: prepares a process. */
  prepare(record: Pick<FunctionRecord, "region" | "name">): void;
  newId(): string;
}
