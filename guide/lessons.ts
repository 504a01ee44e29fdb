import { counted } from "@long-running-api/foundation/text";
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
  "Some work takes longer than its caller is willing to wait. In this tutorial, a Lambda function (AWS's way to run code without a server) works for {work} s behind an API. The obvious approach is to call the API and wait for the response.",
  "But every caller has a limit. Conductor, which runs workflows, gives up on an HTTP call after 3 s by default (60 s on an Orkes cluster), and API Gateway, the AWS service in front of the function, ends any call after 29 s.",
];

export const problemLesson: Lesson = {
  prediction: {
    question: "The caller gives up after 3 s. What happens to the work?",
    choices: [
      "Lambda notices that the caller is gone and cancels it",
      "It runs to completion, but no one receives the result",
      "API Gateway keeps the result until the caller tries again",
    ],
    right: 1,
    because:
      "The function never learns that the connection was closed. It keeps running, you pay for it, and its result is lost. A caller that tries again starts the work a second time.",
  },
  why: "Waiting ties up a connection on every hop for the whole time, and every hop has its own limit. If you raise one limit, the call fails at the next. So the tutorial splits the call in two: one starts the work and returns at once, and the other asks for its status.",
};

/** The question and the explanation of each step. */
export function lessonOf(step: TutorialStepId, { workSeconds, intervalSeconds }: Times): Lesson {
  return {
    "01-table": {
      prediction: {
        question:
          "Each item (a row of the table) will have a requestId, a status and a message. Which of these must you declare when you create the table?",
        choices: ["All three, each with its type", "None of them", "Only the key, requestId, with its type"],
        right: 2,
        because: "DynamoDB has no fixed columns. You declare only the key, and you cannot rename it later.",
      },
      why: "The caller disconnects before the work is done, so the status must be stored somewhere that outlives both the call and the function. If the key has a different name, even just RequestId, the function's log shows a ValidationException and the caller sees nothing at all.",
    },
    "02-lambda": {
      prediction: {
        question: `The function first writes PROCESSING, then works for ${workSeconds} s. If the function's timeout were shorter than that (Lambda's default is 3 s), which status would the item end up with?`,
        choices: ["PROCESSING, forever", "FAILED", "None: the item would be removed"],
        right: 0,
        because:
          "A timeout kills the process on the spot. None of our code runs after that, so nothing writes FAILED. That is why this step sets a timeout longer than the work.",
      },
      why: "The function writes PROCESSING, does the work, then writes COMPLETED. In that order, anyone who asks gets a correct answer at any time. The function runs under an IAM role, which may only read and write this one table and write logs. Without the log, nobody would see the errors of an asynchronous call.",
    },
    "03-api": {
      prediction: {
        question: `The work takes ${workSeconds} s. What will the POST return, and when?`,
        choices: [
          `The result, after ${workSeconds} s`,
          "504 Endpoint request timed out, after 29 s",
          "202 with the status PROCESSING, at once",
        ],
        right: 2,
        because:
          "With X-Amz-Invocation-Type: Event, Lambda queues the call and replies to API Gateway at once. The function has not even started at that point, so the response cannot contain its result.",
      },
      why: "A mapping template turns the caller's request into the function's input (its event) and sets the header that makes the call asynchronous. Callers cannot set that header themselves, because API Gateway does not pass their headers on. A second template turns the status, which the function returns as a string, into a JSON object that the workflow can read.",
    },
    "04-workflow": {
      prediction: {
        question:
          "The condition that ends the polling reads $.output.response.body.body.status. What would a run do if you wrote only one body?",
        choices: ["Fail at the first poll", "Poll forever", "Complete at the first poll"],
        right: 1,
        because:
          "In JavaScript, a property that does not exist is undefined, not an error. undefined is not COMPLETED, so the condition is never true, and no message says why.",
      },
      why: "The HTTP task starts the work. The HTTP_POLL task does not sleep between polls: Conductor stores the time of the next poll, so thousands of runs can wait without holding a thread or a connection.",
    },
    "05-run": {
      prediction: pollsPrediction(workSeconds, intervalSeconds),
      why: "Each poll is a short call that succeeds or fails on its own, so if Conductor restarts or the network drops in between, nothing is lost. The price is a delay: on average, half an interval passes between COMPLETED and the poll that sees it.",
    },
  }[step];
}

function pollsPrediction(workSeconds: number, intervalSeconds: number): Prediction {
  const polls = Math.floor(workSeconds / intervalSeconds) + 2; // the work begins a moment after the first poll
  const choices = [...new Set([1, polls - 1, polls, workSeconds + polls])];
  return {
    question: `The work takes ${workSeconds} s, and Conductor polls every ${intervalSeconds} s. How many polls will there be?`,
    choices: choices.map((count) => counted(count, "poll")),
    right: choices.indexOf(polls),
    because: `The first poll is sent at once, when the work has just begun, and the last one finds COMPLETED. ${polls - 1} ${polls === 2 ? "interval makes" : "intervals make"} ${polls} polls.`,
  };
}
