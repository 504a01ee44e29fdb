import { describe, expect, it } from "vitest";
import { flags } from "./flags.ts";
import { specs } from "./setting-specs.ts";
import { readSettings, shownSettings, unknownVariables, variableOf } from "./settings.ts";

const file = (settings: unknown) => ({ name: "worker.json", text: JSON.stringify(settings) });

describe("settings", () => {
  it("come from the command line, else the environment, else the file, else the defaults", () => {
    const settings = readSettings({
      flags: { concurrency: "7" },
      environment: {
        HTTP_POLL_WORKER_CONCURRENCY: "8",
        HTTP_POLL_WORKER_BATCH: "9",
        CONDUCTOR_SERVER_URL: "http://c/api",
      },
      file: file({ concurrency: 1, batch: 2, types: ["A", "B"], strict: true }),
    });
    expect(settings).toMatchObject({
      concurrency: 7,
      batch: 9,
      types: ["A", "B"],
      strict: true,
      "server-url": "http://c/api",
      "max-poll-failure-seconds": 600,
    });
  });

  it.each<[string, Parameters<typeof readSettings>[0], RegExp]>([
    [
      "an unknown one",
      { flags: {}, environment: {}, file: file({ cocurrency: 1 }) },
      /no setting cocurrency/,
    ],
    [
      "a password in the server's URL, which the message does not repeat",
      { flags: {}, environment: { CONDUCTOR_SERVER_URL: "http://ann:secret@127.0.0.1:8080/api" } },
      /^(?!.*secret).*holds a user name or a password/s,
    ],
    ["text for a number", { flags: { batch: "many" }, environment: {} }, /batch is not valid/],
    [
      "a number out of range",
      { flags: {}, environment: { HTTP_POLL_WORKER_METRICS_PORT: "70000" } },
      /metrics-port/,
    ],
    [
      "a file that is not JSON",
      { flags: {}, environment: {}, file: { name: "f", text: "a: 1" } },
      /JSON object/,
    ],
    ["true for a number", { flags: {}, environment: {}, file: file({ concurrency: true }) }, /concurrency/],
    ["a list for a number", { flags: {}, environment: {}, file: file({ batch: [5] }) }, /batch/],
    ["an object in a list", { flags: {}, environment: {}, file: file({ headers: [{ a: 1 }] }) }, /headers/],
    ["an empty list of types", { flags: { types: "," }, environment: {} }, /types/],
    [
      "a password in a URL that is none",
      { flags: {}, environment: { CONDUCTOR_SERVER_URL: "http://ann:secret@host:80x/api" } },
      /^(?!.*secret).*holds a user name or a password/s,
    ],
    [
      "a query in the server's URL, which may be a key",
      { flags: { "server-url": "http://host/api?key=secret" }, environment: {} },
      /^(?!.*secret).*must end with its path/s,
    ],
    ["text for true or false", { flags: {}, environment: {}, file: file({ strict: "perhaps" }) }, /strict/],
  ])("%s is a problem", (_, sources, words) => {
    expect(() => readSettings(sources)).toThrow(words);
  });

  it("that are shown may be a file", () => {
    const settings = readSettings({ flags: { types: "A", "metrics-port": "0" }, environment: {} });
    expect(readSettings({ flags: {}, environment: {}, file: file(shownSettings(settings)) })).toEqual(
      settings,
    );
  });

  it("that are mistyped in the environment are found, and what Kubernetes sets is not taken for one", () => {
    const environment = {
      HTTP_POLL_WORKER_METRIC_PORT: "1",
      HTTP_POLL_WORKER_METRICS_PORT: "1",
      HTTP_POLL_WORKER_PORT: "tcp://10.0.0.1:9464",
      HTTP_POLL_WORKER_PORT_9464_TCP_ADDR: "10.0.0.1",
      HTTP_POLL_WORKER_SERVICE_HOST: "10.0.0.1",
      HTTP_POLL_WORKER_SERVICE_PORT_METRICS: "9464",
    };
    expect(unknownVariables(environment)).toEqual(["HTTP_POLL_WORKER_METRIC_PORT"]);
  });

  it("are shown without the values of secrets, which have no option", () => {
    const environment = Object.fromEntries(
      Object.keys(specs).flatMap((name) =>
        "secret" in specs[name as keyof typeof specs] ? [[variableOf(name), "SECRET"]] : [],
      ),
    );
    expect(Object.keys(environment).length).toBeGreaterThanOrEqual(3);
    const shown = shownSettings(readSettings({ flags: {}, environment }));
    expect(Object.keys(shown)).toEqual(Object.keys(specs));
    expect(JSON.stringify(shown)).not.toContain("SECRET");
    for (const name of Object.keys(specs))
      expect(Object.hasOwn(flags, name)).toBe(!environment[variableOf(name)]);
  });
});
