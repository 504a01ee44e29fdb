import { readFile } from "node:fs/promises";
import type { WorkflowDef } from "@long-running-api/conductor/client";
import { isJsonNumber, parseJson, stringifyJson } from "@long-running-api/conductor/json";
import { learnerTagKey, type Names, tutorialTag } from "@long-running-api/kit/names";
import { type DesignFile, type Designs, requireDesign } from "../designs/index.ts";
import { listOf, readJson, textOf } from "../designs/json.ts";

/** Reads workflow.json, the tutorial's workflow, or that of another method. */
export async function readWorkflowDesign(
  designs: Designs,
  name: "workflow.json" | "callback.json" | "callback-loop.json" = "workflow.json",
): Promise<{ definition: WorkflowDef; file: DesignFile }> {
  const file = await requireDesign(designs, name);
  const json = readJson(file);
  const tasks = listOf(file, json, "tasks");
  for (const task of tasks)
    for (const field of ["name", "taskReferenceName", "type"]) textOf(file, task, field);
  return { definition: parseJson(file.text) as WorkflowDef, file }; // numbers keep their digits
}

/** Reads the definition of the problem: one task that waits. */
export async function readSyncDefinition(): Promise<WorkflowDef> {
  const url = new URL("../../workflow/long-running-api.sync.json", import.meta.url);
  return JSON.parse(await readFile(url, "utf8")) as WorkflowDef;
}

const openUrl = "https://<your-api-gateway-id>.execute-api.<your-region>.amazonaws.com/<stage>";

/** The definition with its invoke URL filled in, under a learner's name, with our mark. */
export function fillIn(
  definition: WorkflowDef,
  { name, invokeUrl, names }: { name: string; invokeUrl: string; names: Names },
): WorkflowDef {
  const text = stringifyJson(definition).replaceAll(
    JSON.stringify(openUrl).slice(1, -1),
    JSON.stringify(invokeUrl).slice(1, -1),
  );
  const filled = parseJson(text) as WorkflowDef;
  return { ...filled, name, description: `${filled.description ?? ""} ${mark(names)}` };
}

/** Definitions have no tags on Conductor OSS, so ours are marked in their description. */
export function mark({ learner }: Pick<Names, "learner">): string {
  return `[${tutorialTag.key}=${tutorialTag.value}${learner === undefined ? "" : ` ${learnerTagKey}=${learner}`}]`;
}

/** Whether these steps registered a definition, for this learner. */
export function isMarked(
  definition: { description?: string | undefined },
  names: Pick<Names, "learner">,
): boolean {
  return definition.description?.endsWith(mark(names)) === true;
}

/** The learner in a definition's mark; undefined if these steps did not register it. */
export function markedFor(definition: {
  description?: string | undefined;
}): { learner: string | undefined } | undefined {
  const learner = / learner=([^\]]+)\]$/.exec(definition.description ?? "")?.[1];
  return isMarked(definition, { learner }) ? { learner } : undefined;
}

/** Whether the server has this definition, apart from what it adds (times, defaults). */
export function sameDefinition(registered: WorkflowDef, wanted: WorkflowDef): boolean {
  return contains(registered, wanted);
}

function contains(whole: unknown, part: unknown): boolean {
  if (Array.isArray(part))
    return (
      Array.isArray(whole) &&
      whole.length === part.length &&
      part.every((item, index) => contains(whole[index], item))
    );
  if (isJsonNumber(part)) return isJsonNumber(whole) && stringifyJson(whole) === stringifyJson(part);
  if (typeof part === "object" && part !== null) {
    return (
      typeof whole === "object" &&
      whole !== null &&
      Object.entries(part).every(([key, value]) => contains((whole as Record<string, unknown>)[key], value))
    );
  }
  return whole === part;
}
