import { readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { expect, test } from "vitest";
import { YAML } from "zx";
import { release } from "../../../local/conductor-oss/release.ts";
import { workerOptions } from "../../../worker/options.ts";
import { onPostgres } from "./postgres-flags.ts";

interface Service {
  /** Parts that Compose merges in and this parser leaves unchanged. */
  "<<"?: Service;
  image: string;
  environment?: Record<string, string>;
  command?: string[];
  depends_on?: Record<string, unknown> | string[];
  configs?: { source: string }[];
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

test("its worker's command has options that there are, and everything it names is there", () => {
  const [npx, tsx, folder, ...words] = services["worker"]?.command ?? [];
  expect([npx, tsx, folder]).toEqual(["npx", "tsx", "worker"]);
  for (const word of words.filter((each) => each.startsWith("--")))
    expect(Object.keys(workerOptions)).toContain(word.slice(2));
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
