import { type ServedConductor, serveConductor } from "@long-running-api/local-conductor/serve";
import { afterAll, beforeAll, expect } from "vitest";
import { comparable, differences } from "./compare.ts";
import { type ForkedCase, forkedCases } from "./forked-definitions.ts";
import { forkedOperations, operate } from "./forked-operations.ts";
import { operatedDefinitions } from "./operations-by-hand.ts";
import type { Execution, Rest, Task } from "./rest.ts";
import { restOf } from "./rest.ts";
import { runCases } from "./run-cases.ts";
import { testOnOss } from "./shared.ts";
import { openStub, type Stub } from "./stub.ts";

const test = testOnOss();

let embedded: ServedConductor;
let here: Rest;
let stub: Stub;
beforeAll(async () => {
  embedded = await serveConductor();
  here = restOf(`${embedded.url}/api`);
  stub = await openStub();
});
afterAll(async () => {
  await embedded.close();
  await stub.close();
});

const runsMax = 3;

test(`${forkedCases.length} definitions with forks, joins and sub workflows end on the embedded engine as on Conductor OSS`, {
  timeout: 600_000,
}, async ({ oss }) => {
  // `STUB` stands for where the HTTP tasks call.
  let cases = JSON.parse(JSON.stringify(forkedCases).replaceAll("STUB", stub.url)) as ForkedCase[];
  let different: { what: string; found: string[] }[] = [];
  // Branches race on the server: one update in some hundreds is lost, and the run waits forever. That is no difference.
  for (let runs = 0; runs < runsMax && cases.length > 0; runs += 1) {
    const [there, ours] = [await run(oss, cases), await run(here, cases)];
    different = cases.flatMap(({ what }, index) => {
      const found = differences(there[index], ours[index]);
      return found.length === 0 ? [] : [{ what, found }];
    });
    cases = cases.filter((each) => different.some(({ what }) => what === each.what));
  }
  if (different.length > 0) throw new Error(JSON.stringify(different, null, 1));
});

/** The embedded engine has one: none of its tasks may stay open. */
const ossRunsMax = 5;

test.for(forkedOperations.map((operation) => [operation.what, operation] as const))(
  "%s does on the embedded engine what it does on Conductor OSS",
  { timeout: 200_000 },
  async ([, operation], { oss }) => {
    const operated = async (rest: Rest, runsMax: number): Promise<unknown[]> => {
      for (const definition of operatedDefinitions) await rest.register(definition);
      const executions = await operate(rest, operation, runsMax);
      return executions.map((execution) => seen(execution, executions));
    };
    expect(await operated(here, 1)).toEqual(await operated(oss, ossRunsMax));
  },
);

/** The end of each run, with the sub workflows that it started. */
async function run(rest: Rest, cases: readonly ForkedCase[]): Promise<unknown[]> {
  for (const definition of forkedCases[0]?.children ?? []) await rest.register(definition);
  // One alone first: on a server that has just started, several starts at once may take longer than a request may.
  await runCases(rest, cases.slice(0, 1));
  const ran = await runCases(rest, cases);
  return Promise.all(
    ran.map(async (each) => {
      if ("refused" in each) return each;
      const family = await withChildren(rest, each.execution);
      return family.map((execution) => seen(execution, family));
    }),
  );
}

async function withChildren(rest: Rest, execution: Execution): Promise<Execution[]> {
  const ids = execution.tasks.flatMap(({ subWorkflowId }) => subWorkflowId ?? []);
  const children = await Promise.all(ids.map((id) => rest.ended(id)));
  return [execution, ...(await Promise.all(children.map((child) => withChildren(rest, child)))).flat()];
}

/**
 * What must be the same: branches run beside each other, so their order is left out. On the server a JOIN looks around by
 * itself: what it has seen when a task fails is chance, and with it the output of a run that ends with it.
 */
function seen(execution: Execution, family: readonly Execution[]): unknown {
  const { status, output, tasks } = execution;
  const smooth = status === "COMPLETED" && tasks.every((task) => task.status === "COMPLETED");
  const inOrder = [...tasks]
    .sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
    .map((task, seq) => ({ ...(task.taskType === "JOIN" ? withoutChance(task, smooth) : task), seq }));
  const found = comparable({ ...execution, output: smooth ? output : {}, tasks: inOrder });
  return JSON.parse(withoutIds(JSON.stringify(found), family)) as unknown;
}

function keyOf({ referenceTaskName, retryCount }: Task): string {
  return `${referenceTaskName} ${retryCount}`;
}

function withoutChance({ reasonForIncompletion: _, ...join }: Task, smooth: boolean): Task {
  return smooth ? join : { ...join, status: "by chance", outputData: {}, retryCount: 0 };
}

function withoutIds(text: string, family: readonly Execution[]): string {
  let plain = text;
  for (const [index, { workflowId, tasks }] of family.entries()) {
    plain = plain.replaceAll(workflowId, `WORKFLOW ${index}`);
    for (const task of tasks) plain = plain.replaceAll(task.taskId, `TASK ${index} ${keyOf(task)}`);
  }
  // Whether a run fails by a task or by the JOIN after it is chance too.
  return plain.replace(/Task TASK (?:\d+ )?\w+(?: \d+)? failed/g, "Task TASK failed");
}
