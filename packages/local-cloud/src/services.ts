import { devNull } from "node:os";
import path from "node:path";
import { once } from "@long-running-api/foundation/once";
import { type AwsSnapshot, type LocalAws, openAws, type WarmFunctions } from "@long-running-api/local-aws";
import type { Conductor, StoredRows } from "@long-running-api/local-conductor";
import type { CloudOptions } from "./options.ts";

/** The state of a cloud at one moment. */
export interface Snapshot {
  readonly aws: AwsSnapshot;
  readonly conductor: StoredRows;
}

/** The two services behind the port. */
export interface Services {
  readonly aws: LocalAws;
  /** Opened and loaded when it is first used, unless an earlier process or a snapshot left something in it. */
  conductor(): Promise<Conductor>;
  snapshot(): Promise<Snapshot>;
  /** Resumes work that an earlier process left; to call once the port listens, since tasks call it. */
  resume(): void;
  /** Closes everything but the processes of functions that wait for work. */
  handOver(): Promise<WarmFunctions>;
  close(): Promise<void>;
}

/** How to open the services. */
export interface ServicesOptions {
  /** The address of the port. */
  endpoint(): string;
  /** The state to begin with. */
  snapshot?: Snapshot | undefined;
  /** What the previous services handed over. */
  warm?: WarmFunctions | undefined;
}

/** Opens AWS and Conductor. */
export async function openServices(
  options: CloudOptions,
  { endpoint, snapshot, warm }: ServicesOptions,
): Promise<Services> {
  const { dataFolder, integrationTimeoutSecondsMax: timeoutSecondsMax } = options;
  const aws = await openAws({
    dataFolder,
    pythonFolder: options.pythonFolder ?? dataFolder ?? devNull, // without a folder there is no private Python
    accountId: options.accountId ?? "000000000000",
    endpoint,
    quotas: options.quotas ?? false,
    slowIamSeconds: options.slowIamSeconds ?? 0,
    integrationTimeoutMillisMax: timeoutSecondsMax && timeoutSecondsMax * 1000,
    snapshot: snapshot?.aws,
    warm,
  });
  let opening: Promise<Conductor> | undefined;
  const conductor = once(() => (opening = conductorBeside(aws, options, snapshot?.conductor)));
  if (dataFolder !== undefined || snapshot !== undefined) await conductor();
  return {
    aws,
    conductor,
    snapshot: async () => ({ conductor: (await conductor()).rows(), aws: await aws.snapshot() }),
    resume() {
      aws.resume();
      void opening?.then((opened) => opened.resume());
    },
    handOver: () => besideConductor(aws.handOver),
    close: () => besideConductor(aws.close),
  };

  async function besideConductor<T>(closeAws: () => Promise<T>): Promise<T> {
    const stopped = opening?.then((opened) => opened.close()); // its sandbox takes a moment
    const left = await closeAws();
    await stopped;
    return left;
  }
}

async function conductorBeside(
  { journal }: LocalAws,
  options: CloudOptions,
  rows: StoredRows | undefined,
): Promise<Conductor> {
  const { dataFolder } = options;
  const { openConductor } = await import("@long-running-api/local-conductor");
  return await openConductor({
    file: dataFolder === undefined ? ":memory:" : path.join(dataFolder, "conductor.db"),
    minPollIntervalSeconds: options.minPollIntervalSeconds ?? minPollIntervalSecondsDefault,
    maxPollFailureSeconds: options.maxPollFailureSeconds,
    sync: options.sync ?? "normal",
    rows,
    ...(options.conductorKey ? { auth: options.conductorKey } : {}),
    onEnd: ({ workflowId, definition, status, createTime, endTime, reasonForIncompletion: reason }) =>
      journal.add({
        kind: "workflow",
        workflowId,
        name: definition.name,
        status,
        ms: endTime - createTime,
        ...(reason === undefined ? {} : { reason }),
      }),
  });
}

/** Tests cannot wait a second between polls. */
const minPollIntervalSecondsDefault = 0.05;
