import {
  MetadataClient,
  orkesConductorClient,
  TaskManager,
  WorkflowExecutor,
} from "@io-orkes/conductor-javascript";
import { waitUntil } from "@long-running-api/foundation/wait";

const name = "greeting_from_javascript";
const silent = { info() {}, debug() {}, warn() {}, error() {} };
const waiting = { secondsMax: 40, everyMs: 100 };

/** Drives a Conductor server with its official JavaScript SDK: register, start, a worker for a SIMPLE task, search. */
export async function driveWithSdk(serverUrl: string): Promise<unknown> {
  const client = await orkesConductorClient({ serverUrl });
  const metadata = new MetadataClient(client);
  const workflows = new WorkflowExecutor(client);
  await metadata.registerTask({ ...taskDefinition });
  await metadata.registerWorkflowDef(definition, true);
  const manager = new TaskManager(client, [{ taskDefName: name, execute: greet }], {
    logger: silent,
    options: { pollInterval: 50, concurrency: 2 },
  });
  manager.startPolling();
  try {
    const start = (who: string) =>
      workflows.startWorkflow({ name, version: 1, input: { name: who }, correlationId: who });
    const [good, bad] = [await start("Ada"), await start("nobody")];
    const runs = [await ended(workflows, good), await ended(workflows, bad)];
    const query = `workflowType='${name}' AND status='COMPLETED'`;
    const found = await waitUntil(async () => {
      const { results = [] } = await workflows.search(0, 100, query, "*");
      return results.some(({ workflowId }) => workflowId === good) || undefined;
    }, waiting);
    return {
      registered: (await metadata.getTask(name)).name,
      definition: (await metadata.getWorkflowDef(name)).tasks[0]?.taskReferenceName,
      runs,
      found,
    };
  } finally {
    await manager.stopPolling();
  }
}

const taskDefinition = {
  name,
  ownerEmail: "tests@example.com",
  retryCount: 0,
  timeoutSeconds: 60,
  responseTimeoutSeconds: 10,
};

const definition = {
  name,
  version: 1,
  ownerEmail: "tests@example.com",
  timeoutSeconds: 0,
  outputParameters: { said: "${greet.output.greeting}" },
  tasks: [
    {
      name,
      taskReferenceName: "greet",
      type: "SIMPLE",
      inputParameters: { name: "${workflow.input.name}" },
    },
  ],
};

async function greet({ inputData }: { inputData?: Record<string, unknown> }) {
  const who = String(inputData?.["name"]);
  if (who === "nobody")
    return { status: "FAILED" as const, reasonForIncompletion: "there is nobody", outputData: {} };
  return { status: "COMPLETED" as const, outputData: { greeting: `Hello, ${who}` } };
}

async function ended(workflows: WorkflowExecutor, workflowId: string): Promise<unknown> {
  const run = await waitUntil(async () => {
    const found = await workflows.getWorkflow(workflowId, true);
    return found.status === "RUNNING" ? undefined : found;
  }, waiting);
  return {
    status: run?.status,
    output: run?.output,
    correlationId: run?.correlationId,
    tasks: run?.tasks?.map(({ referenceTaskName, status, retryCount }) => [
      referenceTaskName,
      status,
      retryCount,
    ]),
  };
}
