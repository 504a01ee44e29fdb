/** An entry of the local cloud's journal. */
export interface JournalEntry {
  readonly number: number;
  /** ISO 8601. */
  readonly time: string;
  readonly kind: string;
  readonly [detail: string]: unknown;
}

/** Where a source reads the journal. */
export interface JournalReader {
  /** Differs for each start of the cloud: entry numbers start again at 1. */
  readonly epoch: string;
  since(number: number): JournalEntry[] | Promise<JournalEntry[]>;
  /** Calls back when there may be new entries; `restarted` when the journal is another one. Returns a function that ends it. */
  subscribe(changed: () => void, restarted: () => void): () => void;
}

const lookMs = 250;
const answerMsMax = 5_000;

/** The journal of a cloud in another process; undefined when this is not an embedded cloud. */
export async function remoteJournal(endpoint: string): Promise<JournalReader | undefined> {
  const epoch = await epochOf(endpoint).catch(() => undefined);
  if (epoch === undefined) return undefined;
  const reader = {
    epoch,
    async since(number: number) {
      const response = await ask(`${endpoint}/_local/journal?since=${number}`);
      return ((await response.json()) as { entries: JournalEntry[] }).entries;
    },
    subscribe(changed: () => void, restarted: () => void) {
      const timer = setInterval(() => {
        changed();
        epochOf(endpoint).then(
          (now) => {
            if (now === reader.epoch) return;
            reader.epoch = now;
            restarted();
          },
          () => undefined, // it is unreachable: the next read may succeed
        );
      }, lookMs);
      return () => clearInterval(timer);
    },
  };
  return reader;
}

async function epochOf(endpoint: string): Promise<string> {
  const { pid } = (await (await ask(`${endpoint}/_local/status`)).json()) as { pid?: number };
  if (pid === undefined) throw new Error(`${endpoint} is not an embedded cloud.`);
  return String(pid);
}

async function ask(url: string): Promise<Response> {
  return await fetch(url, { signal: AbortSignal.timeout(answerMsMax) });
}
