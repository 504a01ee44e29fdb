import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { isTerminal } from "@long-running-api/conductor/status";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { engine } from "./engine.ts";

let folder: string;
let files = 0;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), "conductor-generated-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Made = Record<string, unknown>;

/** What workers report, by turns. */
const outcomes = ["COMPLETED", "COMPLETED", "COMPLETED", "FAILED", "FAILED_WITH_TERMINAL_ERROR"] as const;

/** Sequences of worker tasks, switches, loops, waits and variables, with references that may have no value. */
const definitions = fc.letrec<{ body: Made[]; task: Made }>((tie) => ({
  body: fc.array(tie("task"), { minLength: 1, maxLength: 3 }),
  task: fc.oneof(
    { depthSize: "small" },
    fc.record({
      type: fc.constant("SIMPLE"),
      optional: fc.boolean(),
      retries: fc.integer({ min: 0, max: 1 }),
    }),
    fc.record({ type: fc.constant("WAIT"), seconds: fc.integer({ min: 1, max: 9 }) }),
    fc.record({
      type: fc.constant("SET_VARIABLE"),
      from: fc.constantFrom("workflow.input.x", "t1.output.n", "nosuch.x"),
    }),
    fc.record({
      type: fc.constant("SWITCH"),
      on: fc.constantFrom("x", "missing"),
      matched: tie("body"),
      otherwise: tie("body"),
    }),
    fc.record({ type: fc.constant("DO_WHILE"), times: fc.integer({ min: 1, max: 3 }), body: tie("body") }),
  ),
}));

it("ends every workflow, and a restart after any step changes nothing", async () => {
  await fc.assert(
    fc.asyncProperty(
      definitions.body,
      fc.array(fc.constantFrom(...outcomes), { minLength: 5 }),
      async (body, reports) => {
        const tasks = numbered(body, { next: 0, inLoop: false });
        const straight = await play(tasks, reports, false);
        expect(straight.status).not.toBe("RUNNING");
        expect(await play(tasks, reports, true)).toEqual(straight);
      },
    ),
    { numRuns: 20 },
  );
}, 60_000);

/** The generated shapes as tasks with names. Loops hold no loops. */
function numbered(body: Made[], names: { next: number; inLoop: boolean }): Made[] {
  return body
    .filter(({ type }) => type !== "DO_WHILE" || !names.inLoop)
    .map((made) => {
      const taskReferenceName = `t${++names.next}`;
      const task = { type: made["type"], name: taskReferenceName, taskReferenceName };
      const inner = (part: unknown, inLoop = names.inLoop): Made[] => {
        const before = names.inLoop;
        names.inLoop = inLoop;
        const made = numbered(part as Made[], names);
        names.inLoop = before;
        return made;
      };
      switch (made["type"]) {
        case "SIMPLE": {
          const taskDefinition = {
            name: taskReferenceName,
            retryCount: made["retries"],
            retryDelaySeconds: 1,
          };
          return {
            ...task,
            optional: made["optional"],
            taskDefinition,
            inputParameters: { n: "${t1.output.n}" },
          };
        }
        case "WAIT":
          return { ...task, inputParameters: { duration: `${made["seconds"]} seconds` } };
        case "SET_VARIABLE":
          return { ...task, inputParameters: { v: `\${${made["from"]}}` } };
        case "SWITCH":
          return {
            ...task,
            evaluatorType: "value-param",
            expression: "on",
            inputParameters: { on: `\${workflow.input.${made["on"]}}` },
            decisionCases: { 1: inner(made["matched"]) },
            defaultCase: inner(made["otherwise"]),
          };
        default: {
          const loopOver = inner(made["body"], true);
          const filler = {
            type: "SIMPLE",
            name: `${taskReferenceName}b`,
            taskReferenceName: `${taskReferenceName}b`,
          };
          return {
            ...task,
            loopCondition: `$.${taskReferenceName}.iteration < ${made["times"]}`,
            loopOver: loopOver.length > 0 ? loopOver : [filler],
          };
        }
      }
    });
}

/** Runs a workflow to its end, workers reporting by turns; `restarts` reopens the engine after each step. */
async function play(tasks: Made[], reports: readonly (typeof outcomes)[number][], restarts: boolean) {
  const file = path.join(folder, `${files++}.db`);
  let current = engine({ file });
  const outputParameters = { v: "${workflow.variables.v}", last: "${t1.output.n}", none: "${t999.output}" };
  const id = await current.run(tasks, { outputParameters }, { input: { x: 1 } });
  for (let step = 0; step < 300 && current.get(id).status === "RUNNING"; step++) {
    if (restarts) {
      current.close();
      current = engine({ file, now: current.clock.now() });
      await current.pass(0);
    }
    const open = current
      .tasksOf(id)
      .find((task) => task.taskType.startsWith("t") && !isTerminal(task.status));
    if (!open) await current.pass(1);
    else if ((open.dueTime ?? 0) > current.clock.now()) await current.pass(1);
    else await current.work(open.taskType, reports[step % reports.length], { outputData: { n: step } });
  }
  const { status, output, variables, reasonForIncompletion } = current.get(id);
  const states = current.states(id);
  current.close();
  // Identifiers differ from run to run.
  return { status, output, variables, states, reason: reasonForIncompletion?.replace(/Task \S+ /, "") };
}
