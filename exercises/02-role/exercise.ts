import type { Exercise } from "../model.ts";

export const role: Exercise = {
  id: "02-role",
  title: "What the function may do",
  task: "A function runs under an IAM role. It may do what the role's policy allows and nothing else. This policy lets it write and read an item, but the function does more than that. Add what is missing.",
  step: "02-lambda",
  file: "policy.json",
  judgedBy: ["02-lambda/permissions"],
  fails: { check: "02-lambda/permissions", observed: "UpdateItem is not allowed" },
  hints: [
    "In policy.json, look at the list called Action.",
    "Compare it with the calls that the function makes to DynamoDB: each command that it sends (in Python, each method of table that it calls) needs an action of the same name.",
    "One action is missing, and the check names it. Write it like the others in the list, with the service in front.",
  ],
  why: "IAM denies everything that no statement allows, so a role needs every action that the code uses, and should have no others. In production, a missing action shows as AccessDenied in the function's log and nowhere else: POST does not wait for the function, so it still returns 202.",
};
