import { devNull } from "node:os";
import path from "node:path";
import { type AwsSnapshot, type LocalAws, openAws } from "@long-running-api/local-aws";
import { type Conductor, openConductor, type StoredRows } from "@long-running-api/local-conductor";
import type { CloudOptions } from "./options.ts";

/** The state of a cloud at one moment. */
export interface Snapshot {
  readonly aws: AwsSnapshot;
  readonly conductor: StoredRows;
}

/** The two services behind the port. */
export interface Services {
  readonly aws: LocalAws;
  readonly conductor: Conductor;
  snapshot(): Promise<Snapshot>;
  /** Resumes work that an earlier process left; to call once the port listens, since tasks call it. */
  resume(): void;
  close(): Promise<void>;
}

/** Opens AWS and Conductor, with what a snapshot holds; `endpoint` is the address of the port. */
export async function openServices(
  options: CloudOptions,
  { endpoint, snapshot }: { endpoint(): string; snapshot?: Snapshot | undefined },
): Promise<Services> {
  const { dataFolder } = options;
  const aws = await openAws({
    dataFolder,
    pythonFolder: options.pythonFolder ?? dataFolder ?? devNull, // without a folder there is no private Python
    accountId: options.accountId ?? "000000000000",
    endpoint,
    quotas: options.quotas ?? false,
    slowIamSeconds: options.slowIamSeconds ?? 0,
    integrationTimeoutMillisMax: (options.integrationTimeoutSecondsMax ?? 29) * 1000,
    snapshot: snapshot?.aws,
  });
  const conductor = await openConductor({
    file: dataFolder === undefined ? ":memory:" : path.join(dataFolder, "conductor.db"),
    minPollIntervalSeconds: options.minPollIntervalSeconds ?? minPollIntervalSecondsDefault,
    maxPollFailureSeconds: options.maxPollFailureSeconds,
    sync: options.sync ?? "normal",
    rows: snapshot?.conductor,
    ...(options.conductorKey ? { auth: options.conductorKey } : {}),
    onEnd: ({ workflowId, definition, status, createTime, endTime, reasonForIncompletion: reason }) =>
      aws.journal.add({
        kind: "workflow",
        workflowId,
        name: definition.name,
        status,
        ms: endTime - createTime,
        ...(reason === undefined ? {} : { reason }),
      }),
  });
  return {
    aws,
    conductor,
    snapshot: async () => ({ conductor: conductor.rows(), aws: await aws.snapshot() }),
    resume() {
      aws.resume();
      conductor.resume();
    },
    async close() {
      const stopped = conductor.close(); // at once; its sandbox takes a moment
      await aws.close();
      await stopped;
    },
  };
}

/** Tests cannot wait a second between polls. */
const minPollIntervalSecondsDefault = 0.05;
