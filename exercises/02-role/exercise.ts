import type { Exercise } from "../model.ts";

export const role: Exercise = {
  id: "02-role",
  title: "What the function may do",
  task: "A function runs as an IAM role, and may do what the role's policy allows and nothing else. This policy lets it write an item and read it. Something is missing.",
  step: "02-lambda",
  file: "policy.json",
  judgedBy: ["02-lambda/permissions"],
  fails: { check: "02-lambda/permissions", observed: "UpdateItem is not allowed" },
  hints: [
    "In policy.json, look at the list called Action.",
    "Compare it with what the function asks of DynamoDB: each command that it sends (in Python, each method of table that it calls) needs an action of the same name.",
    "One action is missing, and the check names it. In the list, it is written as its neighbours are, with the service in front.",
  ],
  why: "IAM refuses whatever no statement allows, so a role needs each action that the code uses, and should have no more. In production, the gap shows as AccessDenied in the function's log and nowhere else: POST does not wait for the function, so it still answers 202.",
};
