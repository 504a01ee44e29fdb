import { listed } from "@long-running-api/foundation/text";
import { matchesWildcard } from "@long-running-api/iam/wildcard";
import { check, fail, pass, unknown } from "../engine/check.ts";
import { findTable, functionTableName } from "../read/find-table.ts";
import { describeTable, fitsTutorial, type TableSeen } from "../read/table.ts";
import type { NamedTable } from "../read/table-name.ts";
import { theFunction, thePermissions, theRole } from "../read/the-function.ts";
import { at, atIam } from "../rules/lambda-console.ts";
import { namesAction, type Statement } from "../rules/policy.ts";
import { visible } from "../rules/visible.ts";
import { hintFor } from "./published.ts";

export const role = check({
  id: "02-lambda/role",
  claim: "The execution role exists, and Lambda may assume it.",
  needs: ["02-lambda/exists"],
  probe: theRole,
  judge({ arn, role }) {
    const leadsTo =
      "Lambda cannot assume the role: the function does not start, or DynamoDB denies its calls.";
    if (!role)
      return fail({
        expected: "a role that exists",
        observed: `no role ${arn.slice(arn.lastIndexOf("/") + 1)}`,
        leadsTo,
        lookAt: at("Configuration › Permissions"),
        hint: "The function still uses a role that was deleted. A new role with the same name is a different role: choose it again in the function's configuration.",
      });
    const trusting = role.trust.filter(({ principals }) => principals.some(isLambda));
    const speaking = trusting.filter((statement) => namesAction(statement, "sts:AssumeRole"));
    const allowing = speaking.filter(({ effect }) => effect === "Allow");
    const condition = allowing.map((statement) => unmetCondition(statement, role.arn)).find(Boolean);
    if (condition !== undefined && allowing.every((statement) => unmetCondition(statement, role.arn)))
      return fail({
        expected: "a trust policy that lets lambda.amazonaws.com assume the role",
        observed: `it does so under the condition ${condition}, which Lambda does not meet`,
        leadsTo,
        lookAt: `${atIam} › ${role.name} › Trust relationships`,
        hint: "Lambda assumes the role for a function in this account, and sends no external ID.",
      });
    // A Deny with a condition may be meant for other callers; whether it applies to Lambda shows when the function is called.
    const denied = speaking.some(
      ({ effect, conditions }) => effect === "Deny" && Object.keys(conditions).length === 0,
    );
    if (allowing.length > 0 && !denied) return pass(role.name);
    if (trusting.length > 0 && speaking.length === 0)
      return fail({
        expected: "a trust policy that lets lambda.amazonaws.com assume the role",
        observed: `it allows Lambda ${trusting.flatMap(({ actions }) => actions).join(", ")}, not sts:AssumeRole`,
        leadsTo,
        lookAt: `${atIam} › ${role.name} › Trust relationships`,
        hint: "Lambda assumes a role with the action sts:AssumeRole.",
      });
    const others = role.trust.flatMap(({ principals }) => principals);
    return fail({
      expected: "a trust policy that lets lambda.amazonaws.com assume the role",
      observed: denied
        ? "a statement denies it"
        : others.length > 0
          ? `it trusts ${others.join(", ")}`
          : "it trusts no principal",
      leadsTo,
      lookAt: `${atIam} › ${role.name} › Trust relationships`,
      hint: denied
        ? "A statement with the effect Deny overrides every Allow."
        : "The use case you choose when you create a role decides who may assume it.",
      differences: [
        { field: "trusted principal", found: others.join(", ") || "none", right: "lambda.amazonaws.com" },
      ],
    });
  },
});

/** A condition of a trust policy that Lambda never fulfils. https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html */
function unmetCondition({ conditions }: Statement, roleArn: string): string | undefined {
  const account = roleArn.split(":")[4] ?? "";
  for (const [operator, keys] of Object.entries(conditions)) {
    if (keys["sts:externalid"] && !/IfExists$|Not|^Null$/.test(operator)) return "sts:ExternalId";
    const accounts = keys["aws:sourceaccount"];
    if (
      accounts &&
      /^String(Equals|Like)/.test(operator) &&
      !accounts.some((each) => matchesWildcard(each, account))
    )
      return `aws:SourceAccount ${accounts.join(", ")}`;
  }
  return undefined;
}

function isLambda(principal: string): boolean {
  return principal === "*" || /^lambda\.amazonaws\.com(\.cn)?$/.test(principal);
}

export const permissions = check({
  id: "02-lambda/permissions",
  claim: "The role may put, get and update items in the table.",
  needs: ["02-lambda/role", "01-table/exists"],
  probe: thePermissions,
  judge({ table, logs, beyond, conditional, role, tableName }) {
    const wanted = table.map(({ action }) => action.replace("dynamodb:", ""));
    const refused = table.filter(
      ({ decision }) => decision === "implicitDeny" || decision === "explicitDeny",
    );
    if (refused.length > 0) {
      const names = refused.map(({ action }) => action.replace("dynamodb:", ""));
      const explicit = refused.some(({ decision }) => decision === "explicitDeny");
      const compare =
        "Compare the actions and the table's ARN in the attached policies: both must match, including region and account.";
      const inCondition =
        "A statement allows it under a condition that the function's calls do not meet: look at Condition in the attached policies.";
      const whichRole = `Is ${role} the role that the policy is attached to? A function has only one role.`;
      return fail({
        expected: `${role} may do ${listed(wanted)} on ${tableName}`,
        observed: `${names.join(", ")} ${explicit ? "is explicitly denied" : names.length > 1 ? "are not allowed" : "is not allowed"}`,
        leadsTo: deniedLeadsTo(names),
        lookAt: `${atIam} › ${role} › Permissions`,
        hint: explicit
          ? "A statement with the effect Deny overrides every Allow."
          : conditional
            ? inCondition
            : names.length === table.length
              ? `${whichRole} ${compare}`
              : compare,
      });
    }
    const unsure = table.filter(({ decision }) => decision === "unsure");
    if (unsure.length > 0)
      return unknown(
        `It cannot be determined whether ${unsure.map(({ action }) => action).join(", ")} is allowed: it depends on a condition in a policy.`,
        "The probe request in checks/03-api shows whether it is.",
      );
    return pass(`${wanted.join(", ")} on ${tableName}`, [
      beyond
        ? "The role may do anything with the table, even delete it, as the tutorial's AmazonDynamoDBFullAccess allows. These three actions are enough."
        : undefined,
      logs.some(({ decision }) => decision === "implicitDeny" || decision === "explicitDeny")
        ? "The role may not write logs: if the function fails, you cannot see why. The managed policy AWSLambdaBasicExecutionRole allows it; the tutorial leaves it out."
        : undefined,
    ]);
  },
});

function deniedLeadsTo(actions: readonly string[]): string {
  if (actions.includes("PutItem"))
    return "The function fails at its first write: POST returns 202, but no item ever appears.";
  if (actions.includes("GetItem"))
    return "The function fails on every poll: GET returns an error instead of the status.";
  return "The function does its work but cannot store COMPLETED at the end: the item stays PROCESSING, and polling continues.";
}

interface TableUse {
  named: NamedTable | undefined;
  /** The version or alias that was read. */
  qualifier: string | undefined;
  /** The table of that name, if there is one. */
  used: TableSeen | undefined;
  table: TableSeen | undefined;
}

export const tableName = check({
  id: "02-lambda/table-name",
  claim: "The function uses the table that exists.",
  needs: ["02-lambda/exists", "01-table/exists"],
  probe: async (context): Promise<TableUse> => {
    const [{ qualifier }, named] = [await context.ask(theFunction), await context.ask(functionTableName)];
    return {
      named,
      qualifier,
      used: named && (await context.ask(describeTable, named.name)),
      table: (await context.ask(findTable)).found,
    };
  },
  judge({ named, used, table, qualifier }) {
    if (!named)
      return pass("the code does not contain the name", [
        "Whether the function finds the table shows when it is called.",
      ]);
    if (used && (used.name === table?.name || fitsTutorial(used)))
      return pass(`${used.name} (from ${named.where})`, [
        used.name === table?.name
          ? undefined
          : `There is also a table ${table?.name}; the function does not use it.`,
      ]);
    const unset = named.name === "";
    return fail({
      expected: table?.name ?? "",
      observed: unset
        ? `none: the code reads ${named.where}, which is not set`
        : `${visible(named.name)} (from ${named.where})${used ? "" : "; there is no such table"}`,
      leadsTo: "DynamoDB rejects every read and write: nothing is stored, and every poll returns an error.",
      lookAt: at(named.where === "its code" ? "Code" : "Configuration › Environment variables"),
      hint: hintFor(
        qualifier,
        unset
          ? "Compare the names of the function's environment variables with the name that the code reads."
          : "Compare it with the table's name letter by letter, including white space, and compare the regions.",
      ),
      differences: [{ field: "table name", found: visible(named.name) || "none", right: table?.name ?? "" }],
    });
  },
});
