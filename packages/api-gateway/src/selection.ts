import type { Integration, IntegrationResponse } from "@aws-sdk/client-api-gateway";
import { newMeter, RenderFault, type Slice } from "@long-running-api/jsonpath/meter";
import { matchesAll, patternOf } from "@long-running-api/jsonpath/regex";
import { utf8Text } from "./bytes.ts";
import type { IntegrationAnswer } from "./call.ts";
import { misconfigured } from "./failure.ts";

/** The selected integration response, and why. */
export interface SelectionChoice {
  readonly response: IntegrationResponse;
  /** A pattern that matched, or the default response, which has no pattern. */
  readonly because: "pattern" | "default";
  /** The text that the patterns were matched against: an error's message for a function, otherwise the status. */
  readonly text: string;
}

/**
 * Selects the integration response. Selection patterns are Java regular expressions that must match the whole text:
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/handle-errors-in-lambda-integration.html
 */
export function selectResponse(
  integration: Integration,
  answer: IntegrationAnswer,
  slice?: Slice,
): SelectionChoice {
  const responses = Object.values(integration.integrationResponses ?? {});
  const text = selector(integration, answer);
  const matched = responses.find(
    ({ selectionPattern }) => selectionPattern && matches(selectionPattern, text, slice),
  );
  if (matched) return { response: matched, because: "pattern", text };
  const fallback = responses.find(({ selectionPattern }) => !selectionPattern);
  if (fallback) return { response: fallback, because: "default", text };
  throw misconfigured(
    `No match for output mapping and no default output mapping configured. Endpoint Response Status Code: ${answer.status}`,
  );
}

/** For a function, its errorMessage (empty on success); for MOCK and others, the status. */
function selector({ type, uri }: Integration, { status, body }: IntegrationAnswer): string {
  if (type !== "AWS" || !uri?.includes(":lambda:path/")) return String(status);
  const text = utf8Text(body);
  if (!text.includes("errorMessage")) return "";
  try {
    const parsed: unknown = JSON.parse(text);
    const message = (parsed as { errorMessage?: unknown } | null)?.errorMessage;
    return typeof message === "string" ? message : "";
  } catch {
    return "";
  }
}

/** Enough for a pattern without nested quantifiers on a text of any length. */
const stepsMin = 100_000;
const stepsPerCharacter = 40;

/** A pattern that Java cannot parse matches nothing; one that backtracks too much fails the call and is quoted in the error. */
function matches(pattern: string, text: string, slice: Slice | undefined): boolean {
  const parsed = readable(pattern);
  if (!parsed) return false;
  try {
    return matchesAll(parsed, text, newMeter(stepsMin + stepsPerCharacter * text.length, slice));
  } catch (error) {
    if (!(error instanceof RenderFault)) throw error;
    throw misconfigured(
      `The selection pattern ${JSON.stringify(pattern)} backtracks too much on an error of ${text.length} characters`,
    );
  }
}

function readable(pattern: string): ReturnType<typeof patternOf> | undefined {
  try {
    return patternOf(pattern);
  } catch (error) {
    if (error instanceof RenderFault) return undefined;
    throw error;
  }
}
