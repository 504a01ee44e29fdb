/** Events of several sources, taken one by one in the order in which they came. */
export interface Inbox<Event> {
  push(event: Event): void;
  next(): Promise<Event>;
}

export function createInbox<Event>(): Inbox<Event> {
  const waiting: Event[] = [];
  let wake: (() => void) | undefined;
  return {
    push(event) {
      waiting.push(event);
      wake?.();
    },
    async next() {
      for (;;) {
        const event = waiting.shift();
        if (event !== undefined) return event;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
