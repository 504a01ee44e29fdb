/** A task that is due for workers. */
export interface Waiting {
  readonly workflowId: string;
  readonly taskId: string;
  readonly priority: number;
}

/** The last poller of each task type. */
export interface PollData {
  readonly queueName: string;
  readonly domain?: string | undefined;
  readonly workerId: string;
  readonly lastPollTime: number;
}

/** The worker tasks that are due, by type and domain: highest priority first, then in order of arrival. */
export interface Queues {
  add(taskType: string, domain: string | undefined, waiting: Waiting): void;
  remove(taskType: string, domain: string | undefined, taskId: string): void;
  take(taskType: string, domain: string | undefined): Waiting | undefined;
  size(taskType: string, domain?: string): number;
  sizes(): Record<string, number>;
  /** Calls back once when something arrives; returns a cancel function. */
  onArrival(taskType: string, domain: string | undefined, notify: () => void): () => void;
}

/** Tasks of one name, by priority. */
type Queue = Map<number, Map<string, Waiting>>;

/** Creates empty queues. They are not on disk: they are rebuilt from the tasks' records. */
export function makeQueues(): Queues {
  const queues = new Map<string, Queue>();
  const listeners = new Map<string, Set<() => void>>();

  return {
    add(taskType, domain, waiting) {
      const name = nameOf(taskType, domain);
      const queue: Queue = queues.get(name) ?? new Map();
      const same = queue.get(waiting.priority) ?? new Map<string, Waiting>();
      queues.set(name, queue.set(waiting.priority, same.set(waiting.taskId, waiting)));
      const notified = listeners.get(name) ?? [];
      listeners.delete(name);
      for (const notify of notified) notify();
    },
    remove(taskType, domain, taskId) {
      for (const same of queues.get(nameOf(taskType, domain))?.values() ?? []) same.delete(taskId);
    },
    take(taskType, domain) {
      const queue = queues.get(nameOf(taskType, domain));
      if (!queue) return undefined;
      const filled = [...queue].filter(([, same]) => same.size > 0).sort(([one], [other]) => other - one);
      const [same] = filled[0]?.[1].values() ?? [];
      if (same) queue.get(same.priority)?.delete(same.taskId);
      return same;
    },
    size: (taskType, domain) => sizeOf(queues.get(nameOf(taskType, domain))),
    sizes: () => Object.fromEntries([...queues].map(([name, queue]) => [name, sizeOf(queue)])),
    onArrival(taskType, domain, notify) {
      const name = nameOf(taskType, domain);
      const notified = listeners.get(name) ?? new Set();
      listeners.set(name, notified.add(notify));
      return () => void notified.delete(notify);
    },
  };
}

function nameOf(taskType: string, domain: string | undefined): string {
  return domain ? `${domain}:${taskType}` : taskType;
}

function sizeOf(queue: Queue | undefined): number {
  let size = 0;
  for (const same of queue?.values() ?? []) size += same.size;
  return size;
}
