import { stepIds } from "@long-running-api/kit/step-ids";

/** The commands of the package by name, each with its folder and its purpose. */
export const commands: Readonly<Record<string, { folder: string; about: string }>> = {
  start: { folder: "guide", about: "the whole tutorial on the embedded cloud, step by step" },
  exercises: { folder: "exercises", about: "learn by doing: files of your own, checked on each save" },
  practice: { folder: "practice", about: "find a fault from its symptom" },
  steps: { folder: "steps", about: "apply steps: steps 03-api, or all" },
  check: { folder: "checks", about: "verify steps, however you built them: check 03-api, or all" },
  local: { folder: "local", about: "start the embedded cloud (local --help)" },
  dashboard: { folder: "dashboard", about: "the page for a target" },
  templates: { folder: "templates", about: "render a mapping template" },
  worker: { folder: "worker", about: "serve HTTP_POLL for a Conductor server" },
  doctor: { folder: "doctor", about: "what is missing on this machine and in these accounts" },
  instructor: { folder: "instructor", about: "prepare, break and reset the environments of a class" },
  scale: { folder: "scale", about: "load, lateness, quotas and cost of each method" },
  mcp: { folder: "mcp", about: "a server for assistants: what is wrong, hints, logs" },
  init: { folder: "release/init", about: "make a folder for your work: init my-lab" },
};

/** The module that a word of the command line starts, relative to the package, and the words that it gets. */
export function startableCommand(
  word: string,
  rest: readonly string[],
): { file: string; words: readonly string[] } {
  const name = word === "checks" ? "check" : word;
  const folder = commands[name]?.folder;
  if (folder === undefined) return { file: "release/unknown.js", words: [word] };
  const [step, ...others] = rest;
  const single = (name === "check" || name === "steps") && stepIds.some((id) => id === step);
  return single && !stepIds.some((id) => id === others[0])
    ? { file: `${folder}/${step}/index.js`, words: others }
    : { file: `${folder}/index.js`, words: rest };
}
