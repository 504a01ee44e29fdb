import type { Clock } from "../clock.ts";

/** An action scheduled for a time. */
interface Entry {
  readonly at: number;
  readonly order: number;
  readonly run: () => void;
}

/** Scheduled actions, which share one timer of the clock. */
export interface Timers {
  /** Schedules an action; one in the past runs right after the current work. */
  add(at: number, run: () => void): void;
  readonly size: number;
  close(): void;
}

/** Timers stop while a machine sleeps, so we check the clock at least this often. */
const lookMs = 1_000;

/** Timers over a clock. */
export function openTimers(clock: Clock): Timers {
  const heap: Entry[] = [];
  let order = 0;
  let closed = false;
  let armedFor = Infinity;
  let disarm = (): void => {};

  function arm(): void {
    const next = heap[0]?.at ?? Infinity;
    if (closed || next === armedFor) return;
    disarm();
    armedFor = next;
    if (next === Infinity) return;
    disarm = clock.after(Math.min(Math.max(next - clock.now(), 0), lookMs), fire);
  }

  function fire(): void {
    armedFor = Infinity;
    const now = clock.now();
    // An action that these schedule in the past waits for the next round: nothing runs twice in one round.
    const last = order;
    const later: Entry[] = [];
    for (let top = heap[0]; top && top.at <= now; top = heap[0]) {
      pop(heap);
      if (top.order >= last) later.push(top);
      else top.run();
    }
    for (const entry of later) push(heap, entry);
    arm();
  }

  return {
    add(at, run) {
      push(heap, { at, order: order++, run });
      arm();
    },
    get size() {
      return heap.length;
    },
    close() {
      closed = true;
      disarm();
    },
  };
}

function before(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function push(heap: Entry[], entry: Entry): void {
  let at = heap.length;
  heap.push(entry);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    const above = heap[parent] as Entry;
    if (!before(entry, above)) break;
    heap[at] = above;
    heap[parent] = entry;
    at = parent;
  }
}

function pop(heap: Entry[]): void {
  const last = heap.pop() as Entry;
  if (heap.length === 0) return;
  let at = 0;
  for (;;) {
    let child = 2 * at + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && before(heap[child + 1] as Entry, heap[child] as Entry)) child++;
    if (!before(heap[child] as Entry, last)) break;
    heap[at] = heap[child] as Entry;
    at = child;
  }
  heap[at] = last;
}
