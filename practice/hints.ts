import type { Symptom, SymptomKind } from "./symptom.ts";

/** The first hint: which part of the way to look at, and with what. The next ones are the check's. */
const first: Readonly<Record<SymptomKind, string>> = {
  "not started": "Read Conductor's answer word by word. Which definitions does it have?",
  "start fails":
    "The first task is one HTTP call. Send the same call with curl, and compare its status with the log of that call.",
  "poll fails": "The poll is one HTTP call. Send the same call with curl, and read its answer.",
  "answers an error":
    "Both API Gateway and Conductor carry on, so the error comes from the function. Its message names what it was refused or did not find.",
  "never found":
    "POST was accepted, and no row can be found. Was the row never written, or is another one looked for? The log shows what the function was sent.",
  "never done":
    "The row was written, and is not updated. Either the work ends in silence, or its last write does. Look at the function's last lines, and at their times.",
  "never noticed":
    "The answer says COMPLETED, and the poll goes on. Compare the answer, character by character, with what the condition reads.",
  "no end": "No poll was sent. Look at the task that the run waits in, and at the definition.",
  "too early":
    "Something said that the work is done before it was. Who: the row, the answer, or the condition?",
  "waits on":
    "The function was started, and Conductor heard nothing from it. Did it do its work? Did it try to report, and what did it get for an answer? Its log shows both.",
  "given up":
    "The task ended before a report came. Compare three times: when it began, when it ended, and when the function was done. Conductor's record has the first two and a reason, the log the third.",
  "reported early":
    "The task was COMPLETED, and the function was still at work. So something else completed it. Look at the result of the task in Conductor's record: whose is it?",
  "works twice":
    "The first delivery went well. Follow the second one in the log: what does the function do first with a request that is COMPLETED?",
  healthy: "This run looks healthy. What is different for another run, another caller, another time?",
};

export function firstHint({ kind, requestId }: Symptom): string {
  return requestId === "" ? first[kind] : `${first[kind]} npx tsx local logs --request ${requestId}`;
}
