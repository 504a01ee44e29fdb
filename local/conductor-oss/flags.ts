/**
 * Measured for this project: ready in a third of the time and three times the workflows of the defaults. The just-in-time
 * compiler's second stage and a parallel collector do not help here: SQLite is what is busy.
 */
export const javaFlags: readonly string[] = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx1g"];

/** The database's file, below the folder that the server is started in: its URL then needs no quoting. */
export const databaseFile = "conductor.db";

/**
 * Loopback only: Conductor OSS lets in who reaches it. SQLite has one writer, so a pool of one; synchronous NORMAL
 * loses nothing when the process dies, the last moments when the power does.
 */
export function serverFlags(port: number): string[] {
  return [
    `--server.port=${port}`,
    "--server.address=127.0.0.1",
    "--conductor.integrations.ai.enabled=false",
    "--conductor.scheduler.enabled=false",
    `--spring.datasource.url=jdbc:sqlite:${databaseFile}?busy_timeout=15000&journal_mode=WAL&synchronous=NORMAL`,
    "--spring.datasource.hikari.maximum-pool-size=1",
    "--logging.level.root=WARN",
  ];
}
