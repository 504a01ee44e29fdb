import { listed } from "@long-running-api/foundation/text";
import type { RunSeen } from "../read/execution.ts";

/** What to look for, given a task's reasonForIncompletion. */
export function failureHint(reason: string, { uri, method }: { uri: string; method: string }): string {
  if (/<|%3C/i.test(uri) || /Illegal character|URISyntax|Invalid URI|invalid url/i.test(reason))
    return "The URL is not valid: are the placeholders in angle brackets replaced?";
  if (/SyntaxError/.test(reason))
    return "The terminationCondition is not valid JavaScript; checks/04-workflow shows where.";
  if (/TypeError|ReferenceError/.test(reason))
    return "The terminationCondition reads something that the response does not have: compare its path with the response.";
  if (/returned -1/.test(reason)) return "The condition failed the task: what did the last response contain?";
  if (/maxPollCount/.test(reason)) return "The task allows too few polls for the time that the work takes.";
  if (/Timeout configured as|responseTimeout|poll timed out/i.test(reason))
    return "A time limit of Conductor ended the task, not the API: timeoutSeconds or responseTimeoutSeconds of the task definition with the task's name, under Definitions › Task.";
  if (/timed out|timeout|time limit/i.test(reason))
    return method === "POST"
      ? "The API did not respond in time. POST should return immediately: is the function invoked asynchronously?"
      : "The API did not respond in time: a cold start, or a table in another region, may be slow. Run it again; readTimeOut gives the task more time.";
  if (/\b403\b|Missing Authentication Token|Forbidden/.test(reason))
    return "API Gateway did not have this stage, path or method, or required a key.";
  if (/\b20[02] OK\b|\b202 Accepted\b/.test(reason))
    return "The response was fine, but the task did not accept it: do its acceptedStatusCodes leave this one out?";
  if (/\b404\b/.test(reason))
    return "The API or the function's status response is a real 404; only 2xx counts as success.";
  if (/\b415\b/.test(reason)) return "No mapping template matches the content type that the task sends.";
  if (/\b429\b/.test(reason)) return "Too many requests: API Gateway throttles.";
  if (/\b5\d\d\b/.test(reason))
    return "API Gateway could not call the function or could not use its response.";
  if (/refused|ENOTFOUND|UnknownHost|unreachable|ECONN|resolve/i.test(reason))
    return "Nothing responded at this URL from where Conductor runs.";
  return "Conductor's reason and the task's input and output show the request and the response.";
}

/** What ended a run that did not complete. */
export function endHint({ status }: Pick<RunSeen, "status">): string {
  return status === "TIMED_OUT"
    ? "A time limit ended the run: timeoutSeconds of the workflow definition, or of a task definition. Compare it with the time of the work and the interval of the polls."
    : "Conductor's reason names the task.";
}

/** A run proves nothing about later changes, so it is judged only if all earlier steps pass. */
export function againHint({ changedSince = [] }: Pick<RunSeen, "changedSince">, hint: string): string {
  return changedSince.length === 0
    ? `${hint} The checks of the earlier steps pass now: if the cause has been fixed since this run, run the workflow again.`
    : `${hint} Since this run began, ${listed(changedSince)} changed: run the workflow again.`;
}
