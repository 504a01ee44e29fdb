/**
 * Measured for this project: ready in a third of the time and three times the workflows of the defaults. The just-in-time
 * compiler's second stage and a parallel collector do not help here: SQLite is the bottleneck.
 */
export const javaFlags: readonly string[] = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g"];

/** The database's file, below the folder that the server is started in: its URL then needs no quoting. */
const databaseFile = "conductor.db";

/**
 * Loopback only: Conductor OSS accepts anyone who can reach it. With synchronous NORMAL SQLite loses nothing when the process
 * dies, and the last moments when the power does. The pool stays at Spring's 10: a smaller one is no faster, and with
 * 1 removing an execution stops the whole server for 30 s (each of its tasks takes a second connection while it holds one).
 */
export function serverFlags(port: number): string[] {
  return [
    `--server.port=${port}`,
    "--server.address=127.0.0.1",
    "--conductor.integrations.ai.enabled=false",
    "--conductor.scheduler.enabled=false",
    `--spring.datasource.url=jdbc:sqlite:${databaseFile}?busy_timeout=15000&journal_mode=WAL&synchronous=NORMAL`,
    "--spring.datasource.hikari.maximum-pool-size=10",
    "--logging.level.root=WARN",
    // Sixty lines of stack for each rejected request, although the client gets the error.
    "--logging.level.com.netflix.conductor.rest.controllers.ApplicationExceptionMapper=ERROR",
  ];
}
