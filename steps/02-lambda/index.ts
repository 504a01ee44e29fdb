import { DescribeTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { unless } from "@long-running-api/kit/aws-errors";
import { type OptionSpecs, readNumber } from "@long-running-api/kit/cli";
import { ownFilesSentence } from "../designs/index.ts";
import { sendFile } from "../designs/refused-file.ts";
import { missingStep } from "../missing.ts";
import { designsOf, inTurn, stepCommand, type TutorialStep, type Work } from "../step.ts";
import { functionCode, type Variant, variantOf } from "./code.ts";
import { readPolicyDesign, readSettingsDesign } from "./design.ts";
import { dropFunction, ensureFunction, timeoutSeconds } from "./function.ts";
import { dropRole, ensureRole } from "./role.ts";

export const defaultProcessingSeconds = 25;

/** How the function may be varied. */
export const lambdaOptions = {
  runtime: {
    type: "string",
    value: "NAME",
    help: "the variant of the function (default node)",
    choices: ["node", "python"],
  },
  "processing-seconds": {
    type: "string",
    value: "N",
    help: `the duration of its work (default ${defaultProcessingSeconds})`,
  },
  "permissions-boundary": {
    type: "string",
    value: "ARN",
    help: "a managed policy that bounds the role, if your account requires one (or PERMISSIONS_BOUNDARY)",
  },
} as const satisfies OptionSpecs;

export const lambda: TutorialStep = {
  id: "02-lambda",
  title: "Create the long-running Lambda function and its execution role",
  options: lambdaOptions,
  plan: (names) => [
    `create the IAM role ${names.role} with PutItem, GetItem and UpdateItem on the table ${names.table}, and logs`,
    `create the Lambda function ${names.function}`,
  ],
  apply: (work) => inTurn(work, () => createFunction(work)),
  undo: dropFunctionAndRole,
};

async function createFunction(work: Work) {
  const { target, names, options } = work;
  const designs = designsOf(work);
  const settings = await readSettingsDesign(designs);
  const processingSeconds =
    readNumber("processing-seconds", options["processing-seconds"] ?? settings.processingSeconds, {
      min: 0,
      max: 890,
    }) ?? defaultProcessingSeconds;
  const seconds = settings.timeoutSeconds ?? timeoutSeconds(processingSeconds);
  const variant = asVariant(options.runtime) ?? (await variantOf(designs));
  const problem = variant === "python" ? await target.pythonProblem?.() : undefined;
  if (problem) throw problem;
  const clients = {
    dynamodb: new DynamoDBClient(target.aws),
    iam: new IAMClient(target.aws),
    lambda: new LambdaClient(target.aws),
  };
  try {
    const table = await unless("ResourceNotFoundException", () =>
      clients.dynamodb.send(new DescribeTableCommand({ TableName: names.table })),
    );
    if (!table?.Table?.TableArn)
      throw missingStep("01-table", `There is no table ${names.table}.`, "dynamodb:DescribeTable");
    const policy = await readPolicyDesign(designs);
    const code = await functionCode[variant](designs);
    const document = policy.document(table.Table.TableArn);
    const boundary = options["permissions-boundary"] ?? (process.env["PERMISSIONS_BOUNDARY"] || undefined);
    const roleArn = await sendFile(policy.file, "IAM", () =>
      ensureRole(clients.iam, names, document, boundary),
    );
    const configuration = await ensureFunction(clients.lambda, names, {
      code,
      roleArn,
      processingSeconds,
      timeoutSeconds: seconds,
      waiting: target.waiting,
    });
    return {
      messages: [
        `The role ${names.role} trusts Lambda, and may use the table ${names.table} and write logs.`,
        `The function ${names.function} is ${configuration.State} on ${configuration.Runtime}; it works for 2 + ${processingSeconds} s; its timeout is ${seconds} s.`,
        ...ownFilesSentence([code.file, settings.file, policy.file]),
      ],
      facts: { function: names.function, functionArn: configuration.FunctionArn, role: roleArn },
    };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

/** The option `--runtime`. */
export function asVariant(runtime: string | undefined): Variant | undefined {
  return runtime === "python" || runtime === "node" ? runtime : undefined;
}

async function dropFunctionAndRole({ target, names }: Work) {
  const { CloudWatchLogsClient } = await import("@aws-sdk/client-cloudwatch-logs");
  const clients = {
    logs: new CloudWatchLogsClient(target.aws),
    iam: new IAMClient(target.aws),
    lambda: new LambdaClient(target.aws),
  };
  try {
    const messages = [await dropFunction(clients, names)];
    const role = {
      deleted: `Deleted the role ${names.role}.`,
      missing: `The role ${names.role} did not exist.`,
      foreign: `The role ${names.role} was not created by these steps, so it is kept.`,
    };
    messages.push(role[await dropRole(clients.iam, names)]);
    return { messages };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}

await stepCommand(import.meta, lambda);
