/** The flags that make a Conductor OSS server store everything in Postgres; docs/oss/compose.yaml has the same. */
export function onPostgres({ url, user }: { url: string; user: string }): string[] {
  return [
    "--conductor.db.type=postgres",
    "--conductor.queue.type=postgres",
    "--conductor.indexing.type=postgres",
    "--conductor.workflow-execution-lock.type=postgres",
    "--conductor.elasticsearch.version=0",
    `--spring.datasource.url=${url}`,
    `--spring.datasource.username=${user}`,
    "--spring.datasource.password=",
  ];
}
