import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Problem } from "@long-running-api/foundation/problem";
import { hasSmallDisk, openSmallDisk, type SmallDisk } from "@long-running-api/test-support/small-disk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ServedConductor, serveConductor } from "../src/serve.ts";

const rests = { name: "rests", taskReferenceName: "rests", type: "WAIT" };
const definition = { name: "rests", version: 1, timeoutSeconds: 0, tasks: [rests] };

describe.skipIf(!hasSmallDisk)("on a small disk (needs Linux, root, and the right to mount)", () => {
  let disk: SmallDisk;
  let file: string;
  beforeEach(() => {
    disk = openSmallDisk() as SmallDisk;
    file = path.join(disk.folder, "conductor.db");
  });
  afterEach(() => disk.close());

  const call = async ({ url }: ServedConductor, method: string, route: string, body?: unknown) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(`${url}/api${route}`, { method, headers, body: JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  };

  it("acknowledges nothing that is not on disk, and continues once there is room", async () => {
    const conductor = await serveConductor({ file });
    await call(conductor, "PUT", "/metadata/workflow", [definition]);
    const acknowledged: string[] = [];
    const startMany = async (bytes: number) => {
      const answers = await Promise.all(
        Array.from({ length: 20 }, () =>
          call(conductor, "POST", "/workflow/rests", { text: "x".repeat(bytes) }),
        ),
      );
      acknowledged.push(...answers.filter(({ status }) => status === 200).map(({ text }) => text));
      return answers.map(({ status }) => status);
    };
    expect(await startMany(10)).toEqual(Array(20).fill(200));
    const [first] = acknowledged;
    const complete = () => call(conductor, "POST", `/tasks/${first}/rests/COMPLETED`, {});

    const free = disk.fill();
    expect(await startMany(5_000)).toEqual(Array(20).fill(500));
    for (const attempt of [
      await complete(),
      await complete(),
      await call(conductor, "GET", `/workflow/${first}`),
    ]) {
      expect(attempt.status).toBe(500);
      expect(attempt.text).toContain("cannot write its data (database or disk is full: ");
    }
    free();
    expect((await complete()).status).toBe(200);
    expect(await startMany(10)).toEqual(Array(20).fill(200));

    const killed = mkdtempSync(path.join(tmpdir(), "killed-"));
    cpSync(disk.folder, killed, { recursive: true });
    await conductor.close();
    for (const left of [file, path.join(killed, "conductor.db")]) {
      const next = await serveConductor({ file: left });
      const found = await call(next, "GET", "/workflow/search?size=1000&query=workflowType=rests");
      const ids = (JSON.parse(found.text) as { results: { workflowId: string }[] }).results;
      expect(ids.map(({ workflowId }) => workflowId)).toEqual(expect.arrayContaining(acknowledged));
      expect(await call(next, "GET", `/workflow/${first}`)).toMatchObject({
        text: expect.stringContaining('"status":"COMPLETED"'),
      });
      await next.close();
    }
    rmSync(killed, { recursive: true });
  });

  it("stopped while the disk is full, it says what is missing", async () => {
    const conductor = await serveConductor({ file });
    await call(conductor, "PUT", "/metadata/workflow", [definition]);
    disk.fill();
    const started = await call(conductor, "POST", "/workflow/rests", { text: "x".repeat(5_000) });
    expect(started.status).toBe(500);
    await expect(conductor.close()).rejects.toThrow(Problem);
  });
});
