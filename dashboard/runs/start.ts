import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import type { WorkflowDef } from "@long-running-api/conductor/client";
import { backoffWorkflow, callbackNames, correlationId, type Names } from "@long-running-api/kit/names";
import { nodeArguments, workFolder } from "@long-running-api/kit/project-folder";
import type { Target } from "@long-running-api/kit/targets/target";
import type { RunKind } from "@long-running-api/page/run/record";
import type { Started } from "@long-running-api/page/source";

/** Starts runs from the page. */
export interface Starter {
  readonly kinds: readonly RunKind[];
  start(kind: RunKind): Promise<Started>;
  close(): Promise<void>;
}

/** The first interval of the backing-off run, in seconds. */
const backoffSeconds = 1;
const printedCharactersMax = 4_000;

/** Starts runs of the tutorial's workflow and of the other ways to wait; none on a real account. */
export function createStarter({
  target,
  names,
  options,
  env,
}: {
  target: Target;
  names: Names;
  /** Options that lead a command to this target and these names. */
  options: string;
  env: Readonly<Record<string, string>>;
}): Starter {
  const children = new Set<ChildProcess>();
  return {
    kinds: target.real ? [] : ["sync", "poll", "backoff", "callback"],
    async start(kind) {
      if (target.real) return { problem: "This is a real account: the page starts nothing here." };
      if (kind === "sync") return await startSynchronous();
      const name = kind === "callback" ? callbackNames(names).workflow : names.workflow;
      const conductor = await target.conductor();
      const definition = await conductor.definition(name);
      if (!definition)
        return {
          problem: `There is no workflow definition ${name}.`,
          next: `npx tsx steps/${kind === "callback" ? "06-callback" : "04-workflow"}${options}`,
        };
      const runId = await conductor.start({
        name,
        input: { requestId: `run-${randomBytes(4).toString("hex")}` },
        correlationId: correlationId(names),
        ...(kind === "backoff"
          ? { name: backoffWorkflow(names), workflowDef: backingOff(definition, names) }
          : {}),
      });
      return { runId };
    },
    async close() {
      for (const child of children) child.kill("SIGTERM"); // it deletes what it created
    },
  };

  /** The step's own command: it creates an API that waits, runs a workflow with one task, and deletes both. */
  function startSynchronous(): Promise<Started> {
    const learner = names.learner === undefined ? [] : ["--learner", names.learner];
    const child = spawn(
      process.execPath,
      [
        ...nodeArguments("steps/05-run"),
        "--sync",
        "--yes",
        "--no-color",
        "--target",
        target.name,
        ...learner,
      ],
      {
        cwd: workFolder,
        env: { ...process.env, ...env },
        stdio: ["ignore", "pipe", "pipe"],
        windowsHide: true,
      },
    );
    children.add(child);
    return new Promise((resolve) => {
      let printed = "";
      const read = (chunk: Buffer) => {
        printed = `${printed}${chunk}`.slice(-printedCharactersMax);
        const runId = /Started execution (\S+?):/.exec(printed)?.[1];
        if (runId !== undefined) resolve({ runId });
      };
      child.stdout.on("data", read);
      child.stderr.on("data", read);
      child.on("error", (error) => resolve({ problem: error.message }));
      child.on("exit", () => {
        children.delete(child);
        resolve({
          problem: printed.trim().split("\n")[0] ?? "",
          next: `npx tsx steps/05-run --sync${options}`,
        });
      });
    });
  }
}

/** The tutorial's definition with growing intervals: nothing is registered. */
function backingOff(definition: WorkflowDef, names: Names): WorkflowDef {
  const tasks = structuredClone(definition.tasks);
  for (const { type, inputParameters } of tasks) {
    const request = inputParameters?.["http_request"];
    if (type !== "HTTP_POLL" || typeof request !== "object" || request === null) continue;
    Object.assign(request, {
      pollingStrategy: "EXPONENTIAL_BACKOFF",
      pollingInterval: String(backoffSeconds),
    });
  }
  return { ...definition, name: backoffWorkflow(names), tasks };
}
