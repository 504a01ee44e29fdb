import type { CheckId } from "../../checks/engine/check.ts";

interface NearMiss {
  name: string;
  change(solution: string): string;
  /** The check that must find it. */
  check: CheckId;
}

const replaced = (from: string, to: string) => (text: string) => {
  if (!text.includes(from)) throw new Error(`The solution has no ${from}.`);
  return text.replace(from, () => to);
};

/**
 * Files that are nearly a solution, by exercise, each of which once passed as one, or was blamed on something else. Those of
 * the function are judged in exercises/checks/judge.test.ts, where no function has to work for seconds.
 */
export const nearMisses: Readonly<Record<string, readonly NearMiss[]>> = {
  "03-acknowledge": [
    { name: "no field", change: () => "{}", check: "03-api/says-processing" },
    { name: "another name", change: replaced("status", "state"), check: "03-api/says-processing" },
    {
      name: "an empty requestId",
      change: replaced("{", "{ \"requestId\": $input.json('$.body.requestId'),"),
      check: "03-api/says-processing",
    },
  ],
  "03-body": [{ name: "body alone", change: () => "$input.path('$.body')", check: "03-api/body-is-object" }],
  "04-start": [
    {
      name: "another path",
      change: replaced("/invoke-lambda", "/invoke_lambda"),
      check: "04-workflow/start-address",
    },
    {
      name: "the id of the run, while the poll asks for its input",
      change: replaced('"requestId": "${workflow.input.requestId}"', '"requestId": "${workflow.workflowId}"'),
      check: "04-workflow/poll-address",
    },
  ],
  "06-callback": [
    {
      name: "the setting on the other task",
      change: (text) =>
        replaced(
          '"type": "HTTP_POLL"',
          '"type": "HTTP_POLL", "asyncComplete": true',
        )(replaced('"asyncComplete": true,', "")(text)),
      check: "06-callback/completes",
    },
  ],
};
