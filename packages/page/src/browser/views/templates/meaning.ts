import { invocationTypeOf } from "@long-running-api/api-gateway";
import { asObject } from "@long-running-api/foundation/objects";
import type { TemplateExample } from "../../../documents.ts";
import { words } from "../../words.ts";
import type { TemplateAnswer } from "../../workers/template-messages.ts";

/** What an output means for the tutorial. */
export interface Meaning {
  readonly good: boolean;
  readonly lead: string;
  /** Why the output is not JSON; undefined when it is, or is empty. */
  readonly notJson?: string;
}

/** Judges the output of a template by what its method needs. */
export function meaningOf(
  { method, phase }: Pick<TemplateExample, "method" | "phase">,
  name: string,
  { output, overrides }: Pick<TemplateAnswer, "output" | "overrides">,
): Meaning {
  const { lead } = words.templates;
  const { value, problem } = parse(output);
  if (problem !== undefined) return { good: false, lead: lead.notJson(name), notJson: problem };
  if (phase === "response" && method === "GET") {
    const body = asObject(value)["body"];
    if (typeof body === "string") return { good: false, lead: lead.bodyIsText(name) };
    if (typeof body !== "object" || body === null) return { good: false, lead: lead.noBody(name) };
    return { good: true, lead: lead.bodyIsObject(name) };
  }
  if (phase === "request") {
    if (asObject(value)["requestId"] === "") return { good: false, lead: lead.noId(name) };
    if (method === "POST")
      return isEvent(overrides)
        ? { good: true, lead: lead.event(name) }
        : { good: false, lead: lead.noEvent(name) };
  }
  return { good: true, lead: lead.valid(name) };
}

function isEvent(overrides: TemplateAnswer["overrides"]): boolean {
  const header = asObject(asObject(overrides["requestOverride"])["header"]);
  const set = Object.entries(header).map(([name, value]) => [name, String(value)] as const);
  return invocationTypeOf(set) === "Event";
}

function parse(text: string): { value?: unknown; problem?: string } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return { problem: (error instanceof Error ? error.message : String(error)).replaceAll("\n", "\\n") };
  }
}
