import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { waitUntil } from "@long-running-api/foundation/wait";
import { projectFolder } from "@long-running-api/test-support/project";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { YAML } from "zx";
import { buildWorker } from "../build.ts";
import { specs } from "../src/setting-specs.ts";
import { variableOf } from "../src/settings.ts";

const here = path.join(projectFolder, "packages", "http-poll-worker");
const dockerfile = readFileSync(path.join(here, "Dockerfile"), "utf8").replaceAll("\\\n", " ");
const instructions = dockerfile
  .split("\n")
  .filter((line) => /^[A-Z]+ /.test(line))
  .map((line) => [line.slice(0, line.indexOf(" ")), line.slice(line.indexOf(" ") + 1).trim()] as const);
/** Those of the image that runs. */
const last = instructions.slice(instructions.findLastIndex(([name]) => name === "FROM"));
const argumentsOf = (wanted: string) => last.flatMap(([name, rest]) => (name === wanted ? [rest] : []));
const imageEnvironment = Object.fromEntries(
  argumentsOf("ENV").flatMap((line) => line.split(/\s+/).map((pair) => pair.split("=") as [string, string])),
);

const known = [...Object.keys(specs).map(variableOf), "CONDUCTOR_SERVER_URL", "NODE_ENV"];

describe("the image", () => {
  it("runs as an unprivileged user, copies existing files, and sets known variables", () => {
    expect(argumentsOf("USER")).toEqual(["1000:1000"]);
    expect(instructions.filter(([name]) => name === "FROM").map(([, image]) => image)).toEqual([
      "node:22-alpine AS build",
      "node:22-alpine",
    ]);
    for (const [name, rest] of instructions)
      if (name === "COPY" && !rest.startsWith("--from"))
        for (const file of rest.split(" ").slice(0, -1))
          expect(existsSync(path.join(projectFolder, file)), file).toBe(true);
    for (const name of Object.keys(imageEnvironment)) expect(known).toContain(name);
  });
});

describe("its root, assembled without an engine and read-only", () => {
  let root: string;
  let conductor: Server;
  let updates: { status: string }[];
  let worker: ChildProcess | undefined;

  beforeAll(async () => {
    root = mkdtempSync(path.join(tmpdir(), "worker-root-"));
    await buildWorker(path.join(root, "worker"));
    for (const file of readdirSync(path.join(root, "worker")))
      chmodSync(path.join(root, "worker", file), 0o444);
    for (const folder of [path.join(root, "worker"), root]) chmodSync(folder, 0o555);
    updates = [];
    conductor = openConductor(updates);
    await once(conductor.listen(0, "127.0.0.1"), "listening");
  });
  afterAll(() => {
    worker?.kill("SIGKILL");
    conductor.closeAllConnections();
    conductor.close();
    for (const folder of [root, path.join(root, "worker")]) chmodSync(folder, 0o755);
    rmSync(root, { recursive: true, force: true });
  });

  it("holds no SDK and no compiler", () => {
    const files = readdirSync(path.join(root, "worker"));
    expect(files).toContain("quickjs.wasm");
    for (const file of files.filter((name) => name.endsWith(".mjs")))
      expect(readFileSync(path.join(root, "worker", file), "utf8"), file).not.toMatch(
        /@aws-sdk|@io-orkes|tsx\/|esbuild\.exe/,
      );
  });

  it("reaches its server through a proxy", async () => {
    const asked: string[] = [];
    const proxy = createServer((request, response) => {
      asked.push(request.url ?? "");
      request.url = new URL(request.url ?? "").pathname;
      conductor.emit("request", request, response);
    });
    await once(proxy.listen(0, "127.0.0.1"), "listening");
    const { port } = proxy.address() as AddressInfo;
    const script = path.join(root, "worker", "conductor-http-poll-worker.mjs");
    const env = { HTTP_PROXY: `http://127.0.0.1:${port}`, CONDUCTOR_SERVER_URL: "http://conductor.test/api" };
    const { stdout } = await promisify(execFile)(process.execPath, [script, "--dry-run"], { env });
    proxy.close().closeAllConnections();
    expect(stdout).toContain("would serve     HTTP_POLL");
    expect(asked).toContain("http://conductor.test/api/token/userInfo");
  });

  // Windows has neither users by number nor signals.
  it.skipIf(process.platform === "win32")("polls as another user, and ends in order on SIGTERM", async () => {
    const url = `http://127.0.0.1:${(conductor.address() as AddressInfo).port}`;
    const [program = "", script = ""] = JSON.parse(argumentsOf("ENTRYPOINT")[0] ?? "[]") as string[];
    expect(program).toBe("node");
    const [uid = 0, gid = 0] = (argumentsOf("USER")[0] ?? "").split(":").map(Number);
    const ours = process.getuid?.() === 0 ? { uid, gid } : {};
    worker = spawn(process.execPath, [path.join(root, script)], {
      ...ours,
      cwd: root,
      env: {
        ...imageEnvironment,
        HTTP_POLL_WORKER_METRICS_HOST: "127.0.0.1",
        HTTP_POLL_WORKER_METRICS_PORT: "0",
        CONDUCTOR_SERVER_URL: `${url}/api`,
      },
      stdio: ["ignore", "ignore", "pipe"],
    });
    const lines: string[] = [];
    worker.stderr?.on("data", (data) => lines.push(String(data)));
    const updated = await waitUntil(async () => updates[0], { secondsMax: 30, everyMs: 10 });
    expect(updated, lines.join("")).toMatchObject({ status: "COMPLETED" });
    const metrics = /"metrics":"([^"]+)"/.exec(lines.join(""))?.[1] ?? "";
    for (const probe of ["live", "ready"])
      expect((await fetch(new URL(probe, metrics))).status, probe).toBe(200);
    worker.kill("SIGTERM");
    const [code] = (await once(worker, "exit")) as [number];
    expect(code, lines.join("")).toBe(0);
    expect(lines.join("")).toContain('"event":"stopped"');
  });
});

/** A server with one task; it answers the poll of that task, too. */
function openConductor(reported: { status: string }[]): Server {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request) text += String(piece);
    const { port } = server.address() as AddressInfo;
    response.setHeader("content-type", "application/json");
    if (request.url === "/api/token/userInfo") response.writeHead(404).end();
    else if (request.url === "/job") response.end('{"done":true}');
    else if (request.url === "/api/tasks") {
      reported.push(JSON.parse(text) as { status: string });
      response.end();
    } else if (request.url?.startsWith("/api/tasks/poll") && !delivered) {
      delivered = true;
      const http_request = {
        uri: `http://127.0.0.1:${port}/job`,
        method: "GET",
        terminationCondition: "$.output.response.body.done",
      };
      response.end(
        JSON.stringify([{ taskId: "t", workflowInstanceId: "w", pollCount: 1, inputData: { http_request } }]),
      );
    } else response.end("[]");
  });
  let delivered = false;
  return server;
}

describe("kubernetes.yaml", () => {
  const documents = readFileSync(path.join(here, "kubernetes.yaml"), "utf8")
    .split(/^---$/m)
    .map((text) => YAML.parse(text) as Manifest);

  interface Manifest {
    kind: string;
    metadata: { name: string };
    data?: Record<string, string>;
    spec?: { template?: { spec: PodSpec } };
  }
  interface PodSpec {
    terminationGracePeriodSeconds: number;
    automountServiceAccountToken: boolean;
    securityContext: { runAsNonRoot: boolean; runAsUser: number };
    containers: {
      ports: { name: string; containerPort: number }[];
      livenessProbe: { httpGet: { path: string; port: string } };
      readinessProbe: { httpGet: { path: string; port: string } };
      securityContext: object;
    }[];
  }

  it("has what it promises: probes, a read-only root, no root user, time to drain", () => {
    expect(documents.map(({ kind }) => kind)).toEqual(["ConfigMap", "Deployment", "PodDisruptionBudget"]);
    const pod = documents[1]?.spec?.template?.spec;
    const [container] = pod?.containers ?? [];
    expect(pod?.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(pod?.terminationGracePeriodSeconds).toBeGreaterThan(specs["drain-seconds"].otherwise);
    expect(container?.securityContext).toMatchObject({
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
    });
    expect(container?.ports).toEqual([
      { name: "metrics", containerPort: Number(imageEnvironment["HTTP_POLL_WORKER_METRICS_PORT"]) },
    ]);
    expect(container?.livenessProbe.httpGet).toEqual({ path: "/live", port: "metrics" });
    expect(container?.readinessProbe.httpGet).toEqual({ path: "/ready", port: "metrics" });
    for (const name of Object.keys(documents[0]?.data ?? {})) expect(known).toContain(name);
  });
});
