import type { Symptom, SymptomKind } from "./symptom.ts";

/** The first hint: which part of the system to look at, and with which tool. Later hints come from the check. */
const first: Readonly<Record<SymptomKind, string>> = {
  "not started": "Read Conductor's answer word by word. Which definitions does it have?",
  "start fails":
    "The first task is one HTTP call. Send the same call with curl, and compare its status, and how long it takes, with the log of that call.",
  "poll fails": "The poll is one HTTP call. Send the same call with curl and read the response.",
  "answers an error":
    "API Gateway and Conductor both work, so the error comes from the function. Its message names what it was denied or could not find.",
  "never found":
    "POST was accepted, but no item is found. Was it never written, or do the polls look for a different one? The log shows what the function received.",
  "never done":
    "The item was written but never updated. Either the work or its last write fails silently. Look at the function's last log lines and their times.",
  "never noticed":
    "The answer says COMPLETED, but polling continues. Compare the answer, character by character, with what the condition reads.",
  "no end": "No poll was sent. Look at the task in which the run is waiting, and at the definition.",
  "too early":
    "Something reported the work as done too early. Which: the item, the answer, or the condition?",
  "waits on":
    "The function was started, but Conductor never heard from it. Did it do its work? Did it try to report, and what response did it get? Its log shows both.",
  "given up":
    "The task ended before a report arrived. Compare three times: when it started, when it ended, and when the function finished. Conductor's record has the first two and a reason; the log has the third.",
  "reported early":
    "The task was COMPLETED while the function was still working, so something else completed it. Look at the task's output in Conductor's record: where does it come from?",
  "works twice":
    "The first delivery went well. Follow the second one in the log: what is the first thing that the function does with a COMPLETED request?",
  healthy: "This run looks healthy. What would differ for another run, another caller, or at another time?",
};

export function firstHint({ kind, requestId }: Symptom): string {
  return requestId === "" ? first[kind] : `${first[kind]} npx tsx local logs --request ${requestId}`;
}
