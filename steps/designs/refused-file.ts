import { Problem } from "@long-running-api/foundation/problem";
import type { DesignFile } from "./index.ts";

/** Errors about the contents of a request, not about the caller or the time. */
const aboutContent =
  /^(MalformedPolicyDocument|ValidationException|InvalidParameterValue|InvalidRequestContent|BadRequest|SerializationException|InvalidInput|ConductorRefusal)/;

/** What a service's message about a file asks for, where the message itself does not say it. The first that matches counts. */
export const refusalHints: readonly { pattern: RegExp; expected: string }[] = [
  {
    pattern: /prefaced by a vendor/,
    expected: 'actions that begin with their service and a colon, such as "dynamodb:GetItem"',
  },
  {
    pattern: /only one colon/,
    expected: 'one string for each action, in a list: ["dynamodb:PutItem", "dynamodb:GetItem"]',
  },
  {
    pattern: /legacy parsing/,
    expected: '"Effect": "Allow", or "Deny", spelled exactly like this',
  },
  {
    pattern: /not specify a principal/,
    expected: "no Principal: this policy belongs to a role, which is the principal",
  },
  {
    pattern: /must contain resources/,
    expected: "a Resource in each statement: the ARN of the table",
  },
  {
    pattern: /must contain actions/,
    expected: "an Action in each statement: a list of actions",
  },
  {
    pattern: /Syntax errors in policy/,
    expected:
      'Version "2012-10-17" and a Statement, in which each object has Effect, Action and Resource, spelled exactly like this',
  },
  {
    pattern: /input parameter.* is not (?:defined|valid)|is not defined in workflow/,
    expected: "inputs of the run as ${workflow.input.NAME}, without spaces",
  },
];

/** Sends the contents of a learner's file; if the service rejects it, the Problem names the file and the service's error. */
export async function sendFile<T>(file: DesignFile, service: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (!file.own || !(error instanceof Error) || !aboutContent.test(error.name)) throw error;
    const hint = refusalHints.find(({ pattern }) => pattern.test(error.message));
    throw new Problem(
      `${service} rejected ${file.shown}.`,
      { expected: hint?.expected ?? "a file that the service accepts", seen: error.message },
      `Correct ${file.shown}, then save it again.`,
    );
  }
}
