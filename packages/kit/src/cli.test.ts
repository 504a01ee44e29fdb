import { expect, onTestFinished, test, vi } from "vitest";
import { commonOptions, readCommandLine } from "./cli.ts";

const spec = {
  usage: "npx tsx cloud",
  about: "Starts a cloud.",
  words: { label: "command", known: ["logs"], max: 1 },
  commands: { logs: { about: "Prints the logs.", options: ["data"] } },
  options: {
    data: { type: "string", value: "DIR", help: "with logs: the folder" },
    port: { type: "string", value: "N", help: "the port" },
    ...commonOptions,
  },
} as const;

test("a command has a help of its own, with its own options only, wherever its word stands", () => {
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  onTestFinished(() => printed.mockRestore());
  for (const argv of [
    ["logs", "--help"],
    ["--data", "x", "logs", "--help"],
  ]) {
    expect(readCommandLine(spec, argv)).toBeUndefined();
    const help = String(printed.mock.lastCall?.[0]);
    expect(help).toMatch(
      /^npx tsx cloud logs \[options\]\n\nPrints the logs\.\n\n {2}--data DIR +the folder\n/,
    );
    expect(help).not.toContain("--port");
  }
  expect(readCommandLine(spec, ["--help"])).toBeUndefined();
  expect(printed.mock.lastCall?.[0]).toContain("--port N");
  expect(() => readCommandLine(spec, ["logs", "--port", "1"])).toThrow("There is no option --port.");
  expect(readCommandLine(spec, ["logs", "--data", "x"])).toEqual({ options: { data: "x" }, words: ["logs"] });
});
