import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2019 } from "ajv/dist/2019.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { usualPorts } from "../local/port.ts";

// What runs elsewhere: GitHub's workflows, a dev container (Codespaces), a Gitpod workspace. By their official schemas,
// by GitHub's advice for workflows, and their commands by what this project has.

const read = (file: string) => readFileSync(path.join(projectFolder, file), "utf8");
const workflows = readdirSync(path.join(projectFolder, ".github", "workflows")).map(
  (name) => `.github/workflows/${name}`,
);
const { port } = usualPorts(undefined);

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}
interface Job {
  "timeout-minutes"?: number;
  permissions?: unknown;
  strategy?: { matrix?: { node?: string[]; system?: string[] } };
  steps: Step[];
}
interface Workflow {
  permissions?: unknown;
  concurrency?: unknown;
  on: Record<string, unknown>;
  jobs: Record<string, Job>;
}

function expectValid(validate: ValidateFunction, document: unknown): void {
  validate(document);
  expect(validate.errors ?? []).toEqual([]);
}

const schemaOptions = { strict: false, validateFormats: false, allErrors: true };

const validWorkflow = new Ajv(schemaOptions).compile(
  JSON.parse(read("test/schemas/github-workflow.json")) as object,
);

/** The commands of shell lines that this project does not have. */
function unknownCommands(lines: string): string[] {
  return lines
    .split(/\n|&&/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !isKnown(line.split(/\s+/)));
}

function isKnown([program = "", ...words]: readonly string[]): boolean {
  const [first = "", second = ""] = words;
  if (program === "npx") return first === "tsx" && existsSync(path.join(projectFolder, second, "index.ts"));
  if (program === "npm") return ["ci", "test"].includes(first);
  if (program === "python3") return existsSync(path.join(projectFolder, words.at(-1) ?? ""));
  return program.startsWith(".") && existsSync(path.join(projectFolder, program));
}

describe.each(workflows)("%s", (file) => {
  const text = read(file);
  const workflow = parse(text) as Workflow;
  const jobs = Object.values(workflow.jobs);
  const steps = jobs.flatMap((job) => job.steps);

  test("is valid by GitHub's schema", () => {
    expectValid(validWorkflow, workflow);
    validWorkflow({ ...workflow, jobs: { broken: { steps: [] } } });
    expect(validWorkflow.errors?.length, "the schema refuses something").toBeGreaterThan(0);
  });

  test("reads only, keeps no credentials, ends, and runs code that cannot change", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(workflow.concurrency).toBeDefined();
    expect(Object.keys(workflow.on).sort()).toEqual(["pull_request", "push"]);
    expect(jobs.filter(({ permissions }) => permissions !== undefined)).toEqual([]);
    for (const job of jobs) expect(job["timeout-minutes"]).toBeLessThanOrEqual(60);
    const used = [...text.matchAll(/uses: (\S+)(.*)/g)];
    expect(used.length).toBe(steps.filter(({ uses }) => uses !== undefined).length);
    for (const [line] of used) expect(line).toMatch(/^uses: actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    for (const { uses, with: given } of steps)
      if (uses?.startsWith("actions/checkout@")) expect(given).toEqual({ "persist-credentials": false });
    expect(text).not.toContain("secrets.");
    for (const { run = "" } of steps) expect(run).not.toContain("${{");
  });

  test("runs commands that exist, on every supported Node", () => {
    expect(unknownCommands(steps.map(({ run = "" }) => run).join("\n"))).toEqual([]);
    const { engines } = JSON.parse(read("package.json")) as { engines: { node: string } };
    for (const { strategy } of jobs) {
      const [first = "", ...later] = strategy?.matrix?.node ?? [];
      expect(engines.node).toBe(`>=${first}.0`);
      expect(later).toEqual(["22", "24"]);
    }
  });

  test("is what the linters accept", ({ skip }) => {
    const linters: [string, string[]][] = [
      ["actionlint", []],
      ["zizmor", ["--offline", "--no-progress"]],
    ];
    const here = linters.filter(([program]) => isHere(program));
    if (here.length === 0) return skip("no actionlint or zizmor here; .ci/run brings one");
    for (const [program, words] of here)
      execFileSync(program, [...words, file], { cwd: projectFolder, encoding: "utf8", stdio: "pipe" });
  });
});

function isHere(program: string): boolean {
  try {
    execFileSync(program, ["--version"], { stdio: "ignore", windowsHide: true });
    return true;
  } catch {
    return false;
  }
}

test("the workflows run everything on Linux, and the tutorial and the tests on macOS and Windows", () => {
  const all = workflows
    .map((file) => parse(read(file)) as Workflow)
    .flatMap(({ jobs }) => Object.values(jobs));
  const runs = ({ steps }: Job) => steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
  expect(all.flatMap(runs)).toContain(".ci/run");
  const elsewhere = all.find(({ strategy }) => strategy?.matrix?.system);
  expect(elsewhere?.strategy?.matrix?.system?.map((name) => name.replace(/-.*/, ""))).toEqual([
    "macos",
    "windows",
  ]);
  expect(elsewhere && runs(elsewhere)).toEqual(
    expect.arrayContaining([expect.stringContaining("npx tsx steps"), "npx tsx checks", "npm test"]),
  );
});

test("the dev container is valid by its schema, needs no privileges, and has what the tutorial uses", () => {
  const container = JSON.parse(read(".devcontainer/devcontainer.json")) as Record<string, unknown>;
  const schema = JSON.parse(read("test/schemas/devcontainer.json")) as object;
  const validate = new Ajv2019(schemaOptions).compile(schema);
  expectValid(validate, container);
  validate({ ...container, forwardPorts: ["no port"] });
  expect(validate.errors?.length, "the schema refuses something").toBeGreaterThan(0);
  for (const name of ["privileged", "runArgs", "capAdd", "securityOpt", "mounts"])
    expect(container).not.toHaveProperty(name);
  expect(container).toMatchObject({ forwardPorts: [port], remoteEnv: { LOCAL_ALLOW_HOST: "forwarded" } });
  expect(container["image"]).toMatch(
    /^mcr\.microsoft\.com\/devcontainers\/typescript-node:\d+\.\d+\.\d+-22-/,
  );
  expect(Object.keys(container["features"] as object).map((name) => name.replace(/.*\/|:.*/g, ""))).toEqual([
    "python",
    "aws-cli",
  ]);
  expect(unknownCommands(String(container["postCreateCommand"]))).toEqual([]);
});

test("Gitpod's workspace starts commands that exist, and forwards the cloud's port to its owner only", () => {
  const { tasks, ports } = parse(read(".gitpod.yml")) as {
    tasks: { init: string; command: string }[];
    ports: unknown;
  };
  expect(tasks.flatMap(({ init, command }) => unknownCommands(`${init}\n${command}`))).toEqual([]);
  expect(ports).toEqual([expect.objectContaining({ port, visibility: "private" })]);
});
