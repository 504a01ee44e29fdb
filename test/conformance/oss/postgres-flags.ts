/** What makes a Conductor OSS server keep all that it keeps in a Postgres; docs/oss/compose.yaml says the same. */
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
