import { main } from "../lib/main.ts";
import { tableChecks } from "./01-table.ts";
import { type Check, check, type Fail, fail, pass, unknown } from "./check.ts";
import { type CodeFault, codeFault } from "./code.ts";
import { runCommand } from "./command.ts";
import { findFunction } from "./find/function.ts";
import { findTable } from "./find/table.ts";
import type { Look } from "./look.ts";
import { askStatus, type FunctionAnswer } from "./probes/ask-function.ts";
import { addressOf } from "./probes/function.ts";
import { describeTable, fitsTutorial, type TableSeen } from "./probes/table.ts";
import { type NamedTable, readTableName } from "./probes/table-name.ts";
import {
  type FunctionWithCode,
  settledFunction,
  theCode,
  theFunction,
  thePermissions,
  theRole,
  theWorkTime,
} from "./probes/the-function.ts";

const at = (page: string) => `steps/02-lambda; tutorial, step 2; Lambda console › the function › ${page}`;
const atIam = "steps/02-lambda; tutorial, step 2, “Create an IAM policy”; IAM console › Roles";

const exists = check({
  id: "02-lambda/exists",
  claim: "The function exists.",
  probe: async (look) => ({ ...(await look.ask(findFunction)), expected: look.names.function }),
  judge({ found, several, nearest, looked, expected }) {
    if (found) return pass(`function ${found.name}${found.qualifier ? ` (${found.qualifier})` : ""}`);
    if (several)
      return {
        ...unknown(
          `more than one function fits: ${several.join(", ")}`,
          "Name the one that is meant with --function.",
        ),
        choices: { option: "function", names: several },
      };
    return fail({
      expected: `a function ${expected}, or one that the API calls`,
      observed:
        nearest === undefined ? `no function ${looked}` : `no function ${looked}, but one called ${nearest}`,
      leadsTo: "There is nothing that an API could call.",
      lookAt: "steps/02-lambda; tutorial, step 2, “Create a Lambda function”; Lambda console › Functions",
      hint:
        nearest === undefined
          ? "Is it in another region? In the new console the tutorial's kind is called an event function, not a web function. A function of another name is found once the API calls it, or by --function."
          : `Is it ${nearest}? --function tells the checks a name.`,
    });
  },
});

const active = check({
  id: "02-lambda/active",
  claim: "The function is ready to be called.",
  needs: ["02-lambda/exists"],
  probe: settledFunction,
  judge({ state, stateReason, lastUpdateStatus, lastUpdateStatusReason }) {
    const problem = [stateReason, lastUpdateStatusReason].filter(Boolean).join("; ");
    if (state === "Inactive")
      return pass("Inactive", [
        "Nobody has called it for weeks: its first call will fail while it is made ready again.",
      ]);
    const usable = state === "Active" || state === "";
    if (usable && (lastUpdateStatus === "Successful" || lastUpdateStatus === "")) return pass("Active");
    const making = state === "Pending" || lastUpdateStatus === "InProgress";
    return fail({
      expected: "state Active, last update Successful",
      observed: `state ${state}, last update ${lastUpdateStatus}${problem ? ` (${problem})` : ""}`,
      leadsTo: "Calls are refused or reach the code as it was before.",
      lookAt: at("the banner at the top"),
      hint: making
        ? "It is still being made, which takes some seconds. Check again."
        : "The reason that Lambda gives names the cause.",
    });
  },
});

const runtime = check({
  id: "02-lambda/runtime",
  claim: "The runtime is one for the language of the code.",
  needs: ["02-lambda/exists"],
  probe: theCode,
  judge({ settings, code }) {
    const fault = codeFault(code, settings);
    if (fault?.kind === "runtime")
      return codeFail(fault, at("Code › Runtime settings"), "a runtime for the code");
    if (settings.packageType !== "Zip")
      return pass("a container image", ["What a container image runs is not looked into."]);
    if (!/^(python|nodejs)/.test(settings.runtime))
      return pass(settings.runtime, ["The code is only looked into where it is JavaScript or Python."]);
    const retired = /^(python(2\.7|3\.[6-9])|nodejs(4\.3|6\.10|8\.10|1[0246]\.x))$/.test(settings.runtime);
    return pass(settings.runtime, [
      retired
        ? `AWS has retired ${settings.runtime}: it still runs, but no new function can have it.`
        : undefined,
    ]);
  },
});

const handler = check({
  id: "02-lambda/handler",
  claim: "The handler names a function that is in the code.",
  needs: ["02-lambda/exists"],
  unlessFailed: ["02-lambda/runtime"],
  probe: theCode,
  judge({ settings, code }) {
    const fault = codeFault(code, settings);
    if (fault?.kind === "handler")
      return codeFail(fault, at("Code › Runtime settings"), "a file and a function of these names");
    return unreadable(code, settings.packageType) ?? pass(settings.handler);
  },
});

const codeRuns = check({
  id: "02-lambda/code",
  claim: "The code is the tutorial's, whole, and deployed.",
  needs: ["02-lambda/exists"],
  unlessFailed: ["02-lambda/runtime", "02-lambda/handler"],
  probe: theCode,
  judge({ settings, code }) {
    const fault = codeFault(code, settings);
    if (fault?.kind === "code") return codeFail(fault, at("Code"), "code that runs");
    return unreadable(code, settings.packageType) ?? pass(code.handlerFile ?? "no mistake that can be read");
  },
});

function codeFail({ observed, leadsTo, hint }: CodeFault, lookAt: string, expected: string): Fail {
  return fail({ expected, observed, leadsTo, lookAt, hint });
}

/** Code that cannot be looked at is not wrong: what it does is judged by asking it. */
function unreadable({ unread }: FunctionWithCode["code"], packageType: string) {
  if (unread === undefined) return undefined;
  if (packageType !== "Zip")
    return pass("a container image", ["What a container image holds is not looked into."]);
  return unknown(
    `The code could not be read: ${unread}.`,
    "What the function does is judged by 02-lambda/answers.",
  );
}

const tutorialTimeoutSeconds = 60;

const timeout = check({
  id: "02-lambda/timeout",
  claim: "The function may run for a minute, longer than its work takes.",
  needs: ["02-lambda/exists"],
  probe: async (look) => ({ settings: await look.ask(theFunction), work: await look.ask(theWorkTime) }),
  judge({ settings: { timeoutSeconds }, work }) {
    const needed = Math.max(tutorialTimeoutSeconds, work.known ? Math.ceil(work.seconds) + 1 : 0);
    if (timeoutSeconds >= needed) return pass(`${timeoutSeconds} s; the work takes ${work.seconds} s`);
    const killed = timeoutSeconds <= work.seconds;
    return fail({
      expected: `at least ${needed} s`,
      observed: `${timeoutSeconds} s${timeoutSeconds === 3 ? ", the default" : ""}`,
      leadsTo: killed
        ? `Lambda ends the function after ${timeoutSeconds} s, in the middle of its ${work.seconds} s of work: the row stays PROCESSING, each poll says so, and Lambda starts the work twice more, after 1 and 2 minutes.`
        : `The work takes ${work.seconds} s; one slow start or slow answer more, and Lambda ends the function before it has noted COMPLETED.`,
      lookAt: at("Configuration › General configuration"),
      hint: "Compare the setting Timeout with the time that the function sleeps.",
      differences: [{ field: "Timeout", found: `${timeoutSeconds} s`, right: `${needed} s` }],
    });
  },
});

const role = check({
  id: "02-lambda/role",
  claim: "The execution role exists, and Lambda may assume it.",
  needs: ["02-lambda/exists"],
  probe: theRole,
  judge({ arn, role }) {
    const leadsTo =
      "Lambda cannot give the function an identity: it does not start, or is refused by DynamoDB.";
    if (!role)
      return fail({
        expected: "a role that exists",
        observed: `no role ${arn.slice(arn.lastIndexOf("/") + 1)}`,
        leadsTo,
        lookAt: at("Configuration › Permissions"),
        hint: "The function still names a role that somebody has deleted. A new one of the same name is another role: it must be chosen again.",
      });
    const allowed = role.trust.filter(
      ({ effect, principals }) => effect === "Allow" && principals.some(isLambda),
    );
    if (allowed.some(({ actions }) => actions.some((action) => /^(sts:(AssumeRole|\*)|\*)$/i.test(action))))
      return pass(role.name);
    const others = role.trust.flatMap(({ principals }) => principals);
    return fail({
      expected: "a trust policy that lets lambda.amazonaws.com assume the role",
      observed: others.length > 0 ? `it trusts ${others.join(", ")}` : "it trusts nobody",
      leadsTo,
      lookAt: `${atIam} › ${role.name} › Trust relationships`,
      hint: "The use case that is chosen while a role is made decides who may assume it.",
      differences: [
        { field: "trusted principal", found: others.join(", ") || "none", right: "lambda.amazonaws.com" },
      ],
    });
  },
});

function isLambda(principal: string): boolean {
  return principal === "*" || /^lambda\.amazonaws\.com(\.cn)?$/.test(principal);
}

const permissions = check({
  id: "02-lambda/permissions",
  claim: "The role may put, get and update items of the table.",
  needs: ["02-lambda/role", "01-table/exists"],
  probe: thePermissions,
  judge({ table, logs, beyond, role, tableName }) {
    const refused = table.filter(
      ({ decision }) => decision === "implicitDeny" || decision === "explicitDeny",
    );
    if (refused.length > 0) {
      const names = refused.map(({ action }) => action.replace("dynamodb:", ""));
      const explicit = refused.some(({ decision }) => decision === "explicitDeny");
      return fail({
        expected: `${role} may do PutItem, GetItem and UpdateItem on ${tableName}`,
        observed: `${names.join(", ")} ${explicit ? "is denied expressly" : names.length > 1 ? "are not allowed" : "is not allowed"}`,
        leadsTo: deniedLeadsTo(names),
        lookAt: `${atIam} › ${role} › Permissions`,
        hint: explicit
          ? "A statement with the effect Deny wins over every Allow."
          : "Compare the actions and the table's ARN in the attached policies: both have to match, also region and account.",
      });
    }
    const unsure = table.filter(({ decision }) => decision === "unsure");
    if (unsure.length > 0)
      return unknown(
        `IAM cannot say whether ${unsure.map(({ action }) => action).join(", ")} is allowed: a condition in a policy decides.`,
        "The probe request of 03-api shows whether it is.",
      );
    return pass(`PutItem, GetItem, UpdateItem on ${tableName}`, [
      beyond
        ? "The role may do anything with the table, even delete it, as the tutorial's AmazonDynamoDBFullAccess allows. These three actions suffice."
        : undefined,
      logs.some(({ decision }) => decision === "implicitDeny" || decision === "explicitDeny")
        ? "The role may not write logs: when the function fails, nothing says why. The managed policy AWSLambdaBasicExecutionRole allows it; the tutorial leaves it out."
        : undefined,
    ]);
  },
});

function deniedLeadsTo(actions: readonly string[]): string {
  if (actions.includes("PutItem"))
    return "The function fails at its first write: POST answers 202, but no row ever appears.";
  if (actions.includes("GetItem"))
    return "Each poll makes the function fail: GET answers an error in place of the status.";
  return "The function works, but cannot note COMPLETED at the end: the row stays PROCESSING, and the polls go on.";
}

interface TableUse {
  named: NamedTable | undefined;
  /** The table of that name, if there is one. */
  used: TableSeen | undefined;
  table: TableSeen | undefined;
}

const tableName = check({
  id: "02-lambda/table-name",
  claim: "The function uses the table that exists.",
  needs: ["02-lambda/exists", "01-table/exists"],
  probe: async (look): Promise<TableUse> => {
    const { settings, code } = await look.ask(theCode);
    const named = readTableName(settings.environment, code.text ?? "");
    return {
      named,
      used: named && (await look.ask(describeTable, named.name)),
      table: (await look.ask(findTable)).found,
    };
  },
  judge({ named, used, table }) {
    if (!named)
      return pass("it does not spell the name out", [
        "Whether the function finds the table is seen when it is asked.",
      ]);
    if (used && (used.name === table?.name || fitsTutorial(used)))
      return pass(`${used.name}, as ${named.where} says`, [
        used.name === table?.name
          ? undefined
          : `There is a table ${table?.name} too; the function does not use it.`,
      ]);
    return fail({
      expected: table?.name ?? "",
      observed: `${named.name}, as ${named.where} says${used ? "" : "; there is no such table"}`,
      leadsTo:
        "DynamoDB refuses each read and write of the function: no request is noted, and each poll answers an error.",
      lookAt: at(named.where === "its code" ? "Code" : "Configuration › Environment variables"),
      hint: `Compare it with the table's name letter by letter, and the region of both.`,
      differences: [{ field: "table name", found: named.name, right: table?.name ?? "" }],
    });
  },
});

const answers = check({
  id: "02-lambda/answers",
  claim: "Asked for the status of an id that nobody has, the function says so.",
  needs: ["02-lambda/exists"],
  unlessFailed: [
    "01-table/exists",
    "01-table/active",
    "01-table/partition-key",
    "01-table/no-sort-key",
    "02-lambda/active",
    "02-lambda/runtime",
    "02-lambda/handler",
    "02-lambda/code",
    "02-lambda/role",
    "02-lambda/permissions",
    "02-lambda/table-name",
  ],
  probe: async (look: Look) => await look.ask(askStatus, addressOf(await look.ask(theFunction))),
  judge: judgeAnswer,
});

function judgeAnswer({ payload, error }: FunctionAnswer) {
  const expected = 'an answer such as {"statusCode": 404, "body": "{\\"status\\": \\"NOT_FOUND\\"}"}';
  if (error)
    return fail({
      expected,
      observed: `${error.type}: ${error.message.slice(0, 300)}`,
      leadsTo:
        "Each poll makes the function fail, and so does each request; POST answers 202 all the same, because it does not wait.",
      lookAt: at("Monitor › View CloudWatch logs"),
      hint: errorHint(`${error.type} ${error.message}`),
    });
  const answer = parsed(payload);
  if (typeof answer !== "object" || answer === null)
    return fail({
      expected,
      observed: payload === "" || payload === "null" ? "nothing" : payload.slice(0, 200),
      leadsTo: "Each poll gets an answer without a status: the workflow polls for ever.",
      lookAt: at("Code"),
      hint: 'What does the code do when event["action"] is "status"?',
    });
  if (/COMPLETED|PROCESSING/.test(payload))
    return fail({
      expected,
      observed: payload.slice(0, 200),
      leadsTo: "Each id counts as known: polls end, or go on, whatever the work is doing.",
      lookAt: at("Code"),
      hint: 'Does the code read the row of the requestId when event["action"] is "status", or does it start the work?',
    });
  return pass(payload.slice(0, 120));
}

function errorHint(error: string): string {
  if (/AccessDenied|not authorized/.test(error)) return "The role lacks a permission that the error names.";
  if (/cannot be assumed/.test(error)) return "Look at the trust policy of the role.";
  if (/ResourceNotFound/.test(error))
    return "The function looks for a table that is not there: compare its name, and the region.";
  if (/ValidationException|key element|Missing the key/.test(error))
    return "The table's key is not what the function writes: compare the names letter by letter.";
  if (/ImportModule|No module named|Cannot find (module|package)/.test(error))
    return "The package lacks a file or a library that the code imports; or the handler names another file.";
  if (/SyntaxError|IndentationError/.test(error))
    return "The code cannot be read: look at the line that the error names.";
  if (/HandlerNotFound|HandlerUndefined|is undefined or not exported/.test(error))
    return "The handler names a function that the file does not have.";
  if (/Reserved/.test(error))
    return "The function's reserved concurrency leaves it no call: look at Configuration › Concurrency.";
  if (/timed out/i.test(error))
    return "Asking for a status should take milliseconds: does the code start the work instead?";
  if (/KeyError|undefined|NoneType/.test(error))
    return "The code expects another event than {action, requestId}.";
  return "The function's log has the whole story, if its role may write logs.";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export const lambdaChecks: readonly Check[] = [
  exists,
  active,
  runtime,
  handler,
  codeRuns,
  timeout,
  role,
  permissions,
  tableName,
  answers,
];

await main(import.meta, (argv) =>
  runCommand({
    argv,
    usage: "npx tsx checks/02-lambda",
    steps: ["02-lambda"],
    checks: [...tableChecks, ...lambdaChecks],
  }),
);
