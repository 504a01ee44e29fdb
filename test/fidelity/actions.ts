import { readFileSync } from "node:fs";
import path from "node:path";
import { actions as apigateway } from "../../packages/local-aws/src/apigateway/actions/index.ts";
import { own } from "../../packages/local-aws/src/dynamodb/operations.ts";
import { operations } from "../../packages/local-aws/src/dynamodb/region.ts";
import { actions as iam } from "../../packages/local-aws/src/iam/actions/index.ts";
import { actions as sts } from "../../packages/local-aws/src/iam/sts/actions/index.ts";
import { actions as lambda } from "../../packages/local-aws/src/lambda/actions/index.ts";
import { actions as logs } from "../../packages/local-aws/src/logs/actions/index.ts";
import { createTagging } from "../../packages/local-aws/src/tagging/index.ts";
import { projectFolder } from "../support/node-package.ts";

/** An AWS API operation that the local cloud implements, and AWS's page about it. */
export interface InScope {
  name: string;
  page: string;
}

/** A service and its actions. */
export interface ServiceInScope {
  title: string;
  /** The AWS CLI's name for the service. */
  command: string;
  actions: InScope[];
}

/** Every action of every service, from the lists that the services dispatch by. */
export function actionsInScope(): ServiceInScope[] {
  const dynamodb = [...new Set([...Object.keys(own), ...operations])];
  const tagging = createTagging([]).operations;
  return [
    byGuide("DynamoDB", "dynamodb", dynamodb, "amazondynamodb/latest/APIReference"),
    byFile("Lambda", "lambda", lambda, "lambda"),
    byFile("API Gateway, control plane", "apigateway", apigateway, "apigateway"),
    byFile("IAM", "iam", iam, "iam"),
    byFile("STS", "sts", sts, "iam/sts"),
    byFile("CloudWatch Logs", "logs", logs, "logs"),
    byGuide(
      "Resource Groups Tagging",
      "resourcegroupstaggingapi",
      tagging,
      "resourcegroupstagging/latest/APIReference",
    ),
  ];
}

type Listed = readonly { operation: readonly unknown[] }[];

function byFile(title: string, command: string, actions: Listed, folder: string): ServiceInScope {
  const names = actions.map(({ operation }) => String(operation[2]));
  return { title, command, actions: sorted(names.map((name) => ({ name, page: pageIn(folder, name) }))) };
}

function byGuide(title: string, command: string, names: readonly string[], guide: string): ServiceInScope {
  const page = (name: string) => `https://docs.aws.amazon.com/${guide}/API_${name}.html`;
  return { title, command, actions: sorted(names.map((name) => ({ name, page: page(name) }))) };
}

/** The AWS page that the action's file names. */
function pageIn(folder: string, name: string): string {
  const file = `${name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase()}.ts`;
  const text = readFileSync(
    path.join(projectFolder, "packages", "local-aws", "src", folder, "actions", file),
    "utf8",
  );
  const found = /https:\/\/docs\.aws\.amazon\.com\/[\w./-]+?\.html/.exec(text)?.[0];
  if (found === undefined) throw new Error(`${folder}/actions/${file} names no page of AWS's documentation.`);
  return found;
}

function sorted(actions: InScope[]): InScope[] {
  return actions.sort((a, b) => (a.name < b.name ? -1 : 1));
}
