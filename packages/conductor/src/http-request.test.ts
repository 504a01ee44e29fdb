import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  asTask,
  comparable,
  measuredTasks,
  recordedTasks,
  type Stubs,
  startStubs,
  withPorts,
} from "./http/replay-bench.ts";
import { sendHttp, sendLimits } from "./http-request.ts";

/** Deliberate differences from Conductor OSS, with reasons. A case that no longer differs fails, too. */
const differences: Record<string, string> = {
  obj_xml: "no XML is written: an object needs a JSON content type",
  num_xml: "no XML is written",
  obj_e: "Jackson escapes what is outside the basic plane; the JSON is the same",
  h_bad: "a header name that HTTP does not allow is refused before anything is sent",
  h_host: "Content-Length is not for the task to say: it would cut the body",
  h_bool_te: "Content-Length is not for the task to say",
  userinfo: "a user and password are not repeated in the failure",
  user_at: "a user and password are not repeated in the failure",
};

let stubs: Stubs;
beforeAll(async () => {
  stubs = await startStubs();
});
afterAll(() => stubs.stop());

describe("sendHttp matches the HTTP task of Conductor OSS 3.32.3", () => {
  it.each([...recordedTasks(), ...measuredTasks()].map((task) => [task.id, task] as const))(
    "%s",
    async (id, task) => {
      const request = withPorts(task.request, stubs.ports);
      const outcome = await sendHttp(request, sendLimits);
      const back = Array.from(stubs.ports, ([known, actual]) => [actual, known] as const);
      const seen = comparable(withPorts(asTask(outcome), back));
      const expected = comparable(task);
      if (id in differences) expect(seen).not.toEqual(expected);
      else expect(seen).toEqual(expected);
    },
  );
});
