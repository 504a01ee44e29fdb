import { stepIds } from "@long-running-api/kit/step-ids";
import { expect, test } from "vitest";
import { checked, notPassed } from "../support/checked.ts";
import { openTestCloud } from "../support/cloud.ts";

/** The tutorial step by step: each check fails before its step, passes after it, fails after its undo. */
export function goThrough(runtime: "node" | "python", why?: string): void {
  test(`five steps and five checks, one by one, with the ${runtime} function`, {
    timeout: 240_000,
  }, async ({ skip }) => {
    if (why !== undefined) skip(why);
    const shell = await openTestCloud();
    const apply = async (words: readonly string[]) => {
      const { code, stdout, stderr } = await shell.run(words);
      expect(code, `${words.join(" ")}:\n${stdout}${stderr}`).toBe(0);
      return stdout;
    };
    try {
      for (const id of stepIds) {
        const words = [`steps/${id}`, ...(id === "02-lambda" ? ["--runtime", runtime, ...quickly] : [])];
        const before = await checked(shell, [`checks/${id}`]);
        expect(before.status, `${id} before its step`).not.toBe("pass");
        expect(before.checks.map(({ step }) => step)).toEqual(before.checks.map(() => id));
        expect(await apply(words)).toContain(`next: npx tsx checks/${id}`);
        expect(notPassed(await checked(shell, [`checks/${id}`])), `${id} after its step`).toEqual([]);
        if (id !== "05-run") await apply(words); // safe to repeat: judged below, once all is there
      }
      expect(notPassed(await checked(shell, ["checks"])), "all of them, each step repeated").toEqual([]);
      for (const id of [...stepIds].reverse()) {
        await apply([`steps/${id}`, "--undo"]);
        await apply([`steps/${id}`, "--undo"]);
        expect((await checked(shell, [`checks/${id}`])).status, `${id} after --undo`).not.toBe("pass");
      }
      const after = await checked(shell, ["checks"]);
      const others = after.checks.filter(({ status }) => status !== "fail" && status !== "skip");
      expect(others, "in an empty place every check fails or follows").toEqual([]);
    } finally {
      await shell.close();
    }
  });
}

const quickly = ["--processing-seconds", "1"];
