import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connectConductor, type WorkflowDef } from "@long-running-api/conductor/client";
import { waitUntil } from "@long-running-api/foundation/wait";
import { registerWorkflows } from "@long-running-api/http-poll-worker/register";
import { serveConductor } from "@long-running-api/local-conductor/serve";
import { freePort } from "@long-running-api/test-support/free-port";
import { projectFolder } from "@long-running-api/test-support/project";
import { expect, test } from "vitest";
import { YAML } from "zx";
import { release } from "../../../local/conductor-oss/release.ts";
import { onPostgres } from "./postgres-flags.ts";

interface Service {
  /** Parts that Compose merges in and this parser leaves unchanged. */
  "<<"?: Service;
  image: string;
  build?: { context: string; dockerfile: string };
  read_only?: boolean;
  environment?: Record<string, string>;
  command?: string[];
  depends_on?: Record<string, unknown> | string[];
  configs?: { source: string; target: string }[];
  ports?: string[];
  deploy?: { replicas: number };
}

const text = readFileSync(path.join(projectFolder, "docs", "oss", "compose.yaml"), "utf8");
const { services: read, configs } = YAML.parse(text) as {
  services: Record<string, Service>;
  configs: Record<string, { content: string }>;
};

const services = Object.fromEntries(
  Object.entries(read).map(([name, service]): [string, Service] => [name, { ...service["<<"], ...service }]),
);

/** There is no Docker where the tests run: what can be proven without is, and what it starts is in postgres.test.ts. */
test("docs/oss/compose.yaml starts what postgres.test.ts proves", () => {
  const servers = Object.values(services).filter(({ image }) => image.startsWith("conductoross/"));
  expect(servers.map(({ image }) => image)).toEqual(
    [0, 1].map(() => `conductoross/conductor:${release.version}`),
  );
  const proven = onPostgres({ url: "jdbc:postgresql://postgres:5432/conductor", user: "conductor" });
  for (const server of servers) {
    const options = server.environment?.["JAVA_OPTS"]?.split(/\s+/) ?? [];
    for (const flag of proven.filter((each) => !each.includes("password")))
      expect(options).toContain(flag.replace("--", "-D"));
  }
  expect(services["worker"]?.deploy?.replicas).toBe(3);
});

test("its worker is built from a file that is there, and everything it names is there", () => {
  for (const name of ["worker", "register-example"]) {
    const { build, read_only } = services[name] ?? {};
    const context = path.join(projectFolder, "docs", "oss", build?.context ?? "");
    expect(path.resolve(context)).toBe(path.resolve(projectFolder));
    expect(existsSync(path.join(context, build?.dockerfile ?? "none"))).toBe(true);
    expect(read_only).toBe(true);
  }
  for (const [name, service] of Object.entries(services)) {
    const needed = Array.isArray(service.depends_on)
      ? service.depends_on
      : Object.keys(service.depends_on ?? {});
    for (const other of needed) expect(Object.keys(services), `${name} needs ${other}`).toContain(other);
    for (const { source } of service.configs ?? []) expect(Object.keys(configs)).toContain(source);
  }
  for (const server of ["conductor-1", "conductor-2"])
    expect(configs["balancer"]?.content).toContain(`server ${server}:8080`);
});

test("nothing of it can be reached from another machine", () => {
  const published = Object.values(services).flatMap(({ ports = [] }) => ports);
  expect(published).toEqual(["127.0.0.1:8080:8080"]);
});

test("its example runs: the job API as it is there, and the workflow that is registered", async ({
  onTestFinished,
}) => {
  const folder = mkdtempSync(path.join(tmpdir(), "compose-example-"));
  const script = path.join(folder, "job-api.mjs");
  writeFileSync(script, configs["job-api"]?.content.replace("10_000", "1_000") ?? "");
  const port = await freePort();
  const jobApi = spawn(process.execPath, [script], { env: { PORT: String(port) }, stdio: "ignore" });
  const served = await serveConductor();
  onTestFinished(async () => {
    jobApi.kill();
    await served.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const conductor = await connectConductor({ serverUrl: `${served.url}/api` });
  const text = configs["example"]?.content
    .replaceAll("$$", "$")
    .replaceAll("job-api:8080", `127.0.0.1:${port}`);
  const workflow = JSON.parse(text ?? "") as WorkflowDef;
  const registered = await registerWorkflows([workflow], ["HTTP_POLL"], conductor);
  expect(registered).toEqual({ workflows: ["job_example"], tasks: ["poll_job"] });
  await waitUntil(
    () =>
      fetch(`http://127.0.0.1:${port}/`).then(
        () => true,
        () => undefined,
      ),
    { secondsMax: 30, everyMs: 20 },
  );
  const workflowId = await conductor.start({ name: "job_example", input: {} });
  const ended = async () => {
    const execution = await conductor.execution(workflowId);
    return execution?.status === "RUNNING" ? undefined : execution;
  };
  expect(await waitUntil(ended, { secondsMax: 30, everyMs: 50 })).toMatchObject({ status: "COMPLETED" });
});
