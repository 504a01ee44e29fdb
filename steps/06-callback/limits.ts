/** How often the function renews the lease of its task, in seconds. */
export const heartbeatSeconds = 10;

const heartbeatsMissed = 3;
const marginSeconds = 30;

/** The time limits of the task that waits, in seconds; without them a lost callback would leave it waiting forever. */
export function limitsFor(functionTimeoutSeconds: number) {
  return {
    /** After this time the function cannot be working any more. */
    timeoutSeconds: functionTimeoutSeconds + marginSeconds,
    /** After this time without a heartbeat the function has died. */
    responseTimeoutSeconds: heartbeatSeconds * heartbeatsMissed,
  };
}
