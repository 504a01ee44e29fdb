import type { CodeStore } from "./code.ts";
import type { Invoker } from "./invoke.ts";
import type { Lifecycle } from "./lifecycle.ts";
import type { FunctionRecord, Functions } from "./store.ts";

/** What Lambda's actions work with. */
export interface LambdaStore extends Functions {
  code: CodeStore;
  lifecycle: Lifecycle;
  invoker: Invoker;
  /** Of the whole account. */
  concurrencyMax: number;
  assumable(roleArn: string): boolean;
  /** Processes of this function are not used again; called when it is changed or deleted. */
  forget(functionArn: string): void;
  /** A process is made ready; called when another service is let in. */
  prepare(record: Pick<FunctionRecord, "region" | "name">): void;
  newId(): string;
}
