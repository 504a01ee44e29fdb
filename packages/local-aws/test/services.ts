import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Service } from "../src/action.ts";
import { createIam, type Iam } from "../src/iam/index.ts";
import { createJournal, type Journal } from "../src/journal.ts";
import { createAwsServer, type RawService } from "../src/server.ts";
import { openStore, type Store } from "../src/store.ts";
import { readRequest, sendResponse } from "../src/wire/http.ts";

/** Some services over real HTTP, with IAM. */
export interface Services {
  endpoint: string;
  iam: Iam;
  store: Store;
  journal: Journal;
  /** The configuration of an SDK client; by default with the administrator's keys. */
  client(keys?: Keys, region?: string): ClientOptions;
  /** Sets the clock. */
  setTime(date: Date | undefined): void;
  close(): Promise<void>;
}

export interface Keys {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

interface ClientOptions {
  endpoint: string;
  region: string;
  credentials: Keys;
  maxAttempts: number;
}

export const accountId = "000000000000";

/** Opens IAM, STS and the services that `more` creates. */
export async function openServices(
  more: (world: {
    store: Store;
    now(): Date;
    iam: Iam;
  }) => readonly (Service<never> | RawService)[] = () => [],
  options: { slowIamSeconds?: number; file?: string } = {},
): Promise<Services> {
  let time: Date | undefined;
  const now = () => time ?? new Date();
  const store = openStore(options.file ?? ":memory:");
  const iam = createIam({ store, accountId, now, slowIamSeconds: options.slowIamSeconds ?? 0 });
  const journal = createJournal({ entriesMax: 100, now });
  let endpoint = "";
  const handle = createAwsServer({
    services: [iam.iam as Service<never>, iam.sts as Service<never>, ...more({ store, now, iam })],
    accountId,
    endpoint: () => endpoint,
    now,
    journal,
    identify: iam.identify,
    authorize: iam.authorize,
  });
  const server = createServer(async (request, response) => {
    sendResponse(response, await handle(await readRequest(request, 70 * 1024 * 1024)));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    iam,
    store,
    journal,
    client: (credentials = { accessKeyId: "test", secretAccessKey: "test" }, region = "us-east-1") => ({
      endpoint,
      region,
      credentials,
      maxAttempts: 1,
    }),
    setTime(date) {
      time = date;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      store.close();
    },
  };
}
