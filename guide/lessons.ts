import type { TutorialStepId } from "@long-running-api/kit/step-ids";

/** A question that is asked before something is done; what is done then shows the answer. */
export interface Prediction {
  question: string;
  choices: readonly string[];
  /** The index of the right choice. */
  right: number;
  because: string;
}

export interface Lesson {
  prediction: Prediction;
  /** Shown on request: why it is done in this way, and what goes wrong otherwise. */
  why: string;
}

/** Seconds that the function works, and the interval of the poll. */
export interface Times {
  workSeconds: number;
  intervalSeconds: number;
}

export const problemText = [
  "Some work takes longer than a caller waits. Here it is a Lambda function that works for {work} s behind an API. The obvious way is to call it and wait for the response.",
  "Conductor's HTTP task waits 3 s unless it is set otherwise, an Orkes cluster 60 s, and API Gateway ends any call after 29 s.",
];

export const problemLesson: Lesson = {
  prediction: {
    question: "The caller gives up after 3 s. What becomes of the work?",
    choices: [
      "Lambda notices that the caller has left, and cancels it",
      "It goes on to its end, and its result reaches no one",
      "API Gateway keeps the result for the caller's next try",
    ],
    right: 1,
    because:
      "A closed connection does not reach the function. It works on, is paid for, and returns to no one. A caller that tries again starts the work a second time.",
  },
  why: "Waiting costs a connection on every hop for the whole time, and each hop has a limit of its own. Raising one limit moves the failure to the next hop. So the call is split in two: one that starts the work and returns at once, and one that asks how far it is.",
};

/** What is asked and explained at each step. */
export function lessonOf(step: TutorialStepId, { workSeconds, intervalSeconds }: Times): Lesson {
  return {
    "01-table": {
      prediction: {
        question:
          "An item will have a requestId, a status and a message. What must the table know of them beforehand?",
        choices: ["All three names and their types", "Nothing", "Only the key: its name and its type"],
        right: 2,
        because: "DynamoDB has no columns. Only the key is declared, and it cannot be renamed later.",
      },
      why: "The caller leaves before the work is done, so the status has to stand somewhere that outlives both. In production a key of another name, even RequestId, shows as a ValidationException in the function's log and as nothing at all to the caller.",
    },
    "02-lambda": {
      prediction: {
        question: `Lambda's default timeout is 3 s. What would the item of ${workSeconds} s of work say in the end?`,
        choices: ["PROCESSING, for good", "FAILED", "Nothing: the item would be removed"],
        right: 0,
        because:
          "A timeout ends the process where it stands: no code of ours runs after it, so no one writes FAILED. That is why the step sets the timeout higher than the work takes.",
      },
      why: "The function writes PROCESSING first, then works, then writes COMPLETED. In that order anyone who asks gets a true answer at any time. Its role may only read and write this one table, and write its log: without the log, errors of an asynchronous call are seen by no one.",
    },
    "03-api": {
      prediction: {
        question: `The work takes ${workSeconds} s. What will POST return, and when?`,
        choices: [
          `The result, after ${workSeconds} s`,
          "504 Endpoint request timed out, after 29 s",
          "202 with the status PROCESSING, at once",
        ],
        right: 2,
        because:
          "With X-Amz-Invocation-Type: Event, Lambda puts the call in a queue and API Gateway has its answer at once. The function is not even started then, so the answer cannot contain its result.",
      },
      why: "A mapping template turns the caller's request into the function's event, and sets the header that makes the invocation asynchronous: a caller cannot set it, since headers are not passed on. Another template turns the status, which the function returns as text, into an object that a condition can read.",
    },
    "04-workflow": {
      prediction: {
        question:
          "The condition reads $.output.response.body.body.status. What would a run do if it said body.status, one body too few?",
        choices: ["End as FAILED at the first poll", "Poll forever", "End as COMPLETED at the first poll"],
        right: 1,
        because:
          "A path that leads nowhere is undefined in JavaScript, not an error. undefined is not COMPLETED, so the condition never holds, and nothing ever says why.",
      },
      why: "The HTTP task starts the work. The HTTP_POLL task does not wait in between: Conductor stores when the next poll is due, so thousands of runs can wait without a thread or a connection.",
    },
    "05-run": {
      prediction: pollsPrediction(workSeconds, intervalSeconds),
      why: "Each poll is a short call that succeeds or fails by itself, so a restart of Conductor, of the network or of this machine in the middle loses nothing. The price is lateness: on average half an interval between COMPLETED and the poll that sees it.",
    },
  }[step];
}

function pollsPrediction(workSeconds: number, intervalSeconds: number): Prediction {
  const polls = Math.ceil(workSeconds / intervalSeconds) + 1;
  const choices = [...new Set([1, polls - 1, polls, workSeconds + polls])];
  return {
    question: `The work takes ${workSeconds} s, and a poll is sent every ${intervalSeconds} s. How many polls will there be?`,
    choices: choices.map(String),
    right: choices.indexOf(polls),
    because: `The first poll is sent at once, when the work has just begun, and the last one finds COMPLETED: ${polls - 1} intervals, ${polls} polls.`,
  };
}
