import type { RunRecord } from "@long-running-api/page/run/record";
import { readVectorFile } from "@long-running-api/test-support/vectors";
import { afterAll, beforeAll, expect, onTestFailed } from "vitest";
import { checked, notPassed } from "../../support/checked.ts";
import { openShell, type Shell } from "../../support/shell.ts";
import type { Rest } from "./rest.ts";
import { testOnOss } from "./shared.ts";
import { startWorkerProcess } from "./worker.ts";

const test = testOnOss();

let shell: Shell;
beforeAll(() => {
  shell = openShell({ TARGET: "oss" });
});
afterAll(() => shell.close());

/** The tutorial's own text of step 4, as it was printed (see test/vectors/README.md). */
const printed = readVectorFile("tutorial-workflow.json");

test("the tutorial on Conductor OSS with our worker: five steps, all checks", {
  timeout: 240_000,
}, async ({ oss }) => {
  const env = { CONDUCTOR_SERVER_URL: oss.api };
  const worker = await startWorkerProcess(shell, oss.api);
  for (const id of ["01-table", "02-lambda", "03-api", "04-workflow", "05-run"]) {
    const words = [`steps/${id}`, ...(id === "02-lambda" ? ["--processing-seconds", "1"] : [])];
    const { code, stdout, stderr } = await shell.run(words, { env });
    expect(code, `${words.join(" ")}:\n${stdout}${stderr}`).toBe(0);
  }
  const report = await checked(shell, ["checks"], env);
  expect(notPassed(report)).toEqual([]);
  expect(report).toMatchObject({ target: "oss", status: "pass" });

  await theDashboardShowsIt(env);

  // The second method, on the same server.
  const called = await shell.run(["steps/06-callback", "--processing-seconds", "1"], { env });
  expect(called.code, called.stdout + called.stderr).toBe(0);
  expect(notPassed(await checked(shell, ["checks/06-callback"], env))).toEqual([]);

  // The first with the definition word for word as the tutorial prints it, but for its addresses.
  await oss.register(asPrinted(await invokeUrl(oss)));
  const workflowId = await oss.start("LongRunningAPIWorkflow", { requestId: "as-printed" });
  const { status, tasks } = await oss.ended(workflowId);
  expect(status).toBe("COMPLETED");
  expect(tasks.map((task) => [task.referenceTaskName, task.taskType, task.status])).toEqual([
    ["invokeLambda", "HTTP", "COMPLETED"],
    ["http_poll_ref", "HTTP_POLL", "COMPLETED"],
  ]);
  expect(tasks[1]?.outputData).toMatchObject({
    response: { statusCode: 200, body: { body: { requestId: "as-printed", status: "COMPLETED" } } },
  });
  await worker.stop();
});

/** The page's server, as a learner starts it: the run that ended, the checks, the cloud, and a run that is started there. */
async function theDashboardShowsIt(env: Record<string, string>): Promise<void> {
  const command = shell.start(["dashboard", "--target", "oss", "--json"], { env });
  await command.until("}");
  const { dashboard } = JSON.parse(command.said().stdout) as { dashboard: string };
  onTestFailed(() => console.error(`The dashboard said:\n${command.said().stderr}`));
  const [run] = await runsOf(dashboard, ([first]) => first !== undefined);
  expect(run).toMatchObject({ kind: "poll", status: "COMPLETED", complete: true });
  expect(run?.requests.length).toBeGreaterThan(1);
  expect(run?.tableCalls.some(({ purpose }) => purpose === "write")).toBe(true);
  const cloud = await (await fetch(`${dashboard}/data/cloud`)).json();
  expect(cloud).toMatchObject({ table: { status: "ACTIVE" }, execution: { status: "COMPLETED" } });
  const headers = { Origin: dashboard };
  const started = await fetch(`${dashboard}/start/sync`, { method: "POST", headers });
  const { runId } = (await started.json()) as { runId: string };
  const isDone = ({ id, end }: RunRecord) => id === runId && end !== undefined;
  expect((await runsOf(dashboard, (runs) => runs.some(isDone))).find(isDone)?.kind).toBe("sync");
  command.child.kill("SIGTERM");
  await command.ended;
}

/** The runs that the page's stream of events reports, once they are as wanted. */
async function runsOf(
  dashboard: string,
  wanted: (runs: readonly RunRecord[]) => boolean,
): Promise<RunRecord[]> {
  const { body } = await fetch(`${dashboard}/events`);
  const runs = new Map<string, RunRecord>();
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    const parts = text.split("\n\n");
    text = parts.pop() ?? "";
    for (const part of parts.filter((each) => each.startsWith("event: runs\n")))
      for (const run of JSON.parse(part.slice(part.indexOf("data: ") + 6)) as RunRecord[])
        runs.set(run.id, run);
    if (wanted([...runs.values()])) return [...runs.values()]; // which closes the stream
  }
  throw new Error("The stream has ended.");
}

function asPrinted(url: string): object {
  const placeholder = "https://<your-api-gateway-id>.execute-api.<your-region>.amazonaws.com/<stage>";
  return JSON.parse(printed.replaceAll(placeholder, url)) as object;
}

/** The one that step 4 has filled in. */
async function invokeUrl(oss: Rest): Promise<string> {
  const { tasks } = await oss.get<{ tasks: { inputParameters: { http_request: { uri: string } } }[] }>(
    "/metadata/workflow/LongRunningAPIWorkflow",
  );
  return tasks[0]?.inputParameters.http_request.uri.replace(/\/invoke-lambda$/, "") ?? "";
}
