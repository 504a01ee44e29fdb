import { ConductorRefusal, ConductorUnreachable } from "@long-running-api/conductor/api";
import { expect, it } from "vitest";
import { onceUp } from "./once-up.ts";

/** Asks a server that returns these in turn, and then repeats the last one. */
async function ask(errors: readonly (Error | undefined)[], waitMsMax: number) {
  let nowMs = 0;
  let asked = 0;
  const warned: string[] = [];
  const result = await onceUp(
    async () => {
      const error = errors[Math.min(asked, errors.length - 1)];
      asked += 1;
      if (error) throw error;
      return "up";
    },
    {
      waitMsMax,
      nowMs: () => nowMs,
      async sleep(ms) {
        nowMs += ms;
      },
      onWait: ({ message }) => void warned.push(message),
    },
  ).catch(({ message }: Error) => message);
  return { result, asked, warned };
}

const away = new ConductorUnreachable("away");
const refused = (status: number) => new ConductorRefusal(String(status), status, "");

it("asks until the server responds, and says once that it waits", async () => {
  const errors = [away, refused(503), refused(429), undefined];
  expect(await ask(errors, 60_000)).toEqual({ result: "up", asked: 4, warned: ["away"] });
});

it("ends with the server's error after the time, at once without any, and at once for another error", async () => {
  expect(await ask([away, refused(502)], 3_000)).toMatchObject({ result: "502", asked: 4 });
  expect(await ask([away], 0)).toMatchObject({ result: "away", asked: 1 });
  expect(await ask([refused(403)], 60_000)).toMatchObject({ result: "403", asked: 1 });
});
