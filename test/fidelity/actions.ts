import { readFileSync } from "node:fs";
import path from "node:path";
import { supportedOperations } from "@long-running-api/local-aws/supported-operations";
import { projectFolder } from "@long-running-api/test-support/project";

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
  return [
    byGuide("DynamoDB", "dynamodb", "amazondynamodb/latest/APIReference"),
    byFile("Lambda", "lambda"),
    byFile("API Gateway, control plane", "apigateway"),
    byFile("IAM", "iam"),
    byFile("STS", "sts", "iam/sts"),
    byFile("CloudWatch Logs", "logs"),
    byGuide(
      "Resource Groups Tagging",
      "resourcegroupstaggingapi",
      "resourcegroupstagging/latest/APIReference",
    ),
  ];
}

function byFile(title: string, command: string, folder = command): ServiceInScope {
  return { title, command, actions: actionsOf(command, (name) => pageIn(folder, name)) };
}

function byGuide(title: string, command: string, guide: string): ServiceInScope {
  const page = (name: string) => `https://docs.aws.amazon.com/${guide}/API_${name}.html`;
  return { title, command, actions: actionsOf(command, page) };
}

function actionsOf(command: string, page: (name: string) => string): InScope[] {
  return (supportedOperations[command] ?? []).map((name) => ({ name, page: page(name) }));
}

/** The AWS page that the action's file names. */
function pageIn(folder: string, name: string): string {
  const file = `${name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase()}.ts`;
  const text = readFileSync(
    path.join(projectFolder, "packages/local-aws/src", folder, "actions", file),
    "utf8",
  );
  const found = /https:\/\/docs\.aws\.amazon\.com\/[\w./-]+?\.html/.exec(text)?.[0];
  if (found === undefined) throw new Error(`${folder}/actions/${file} names no page of AWS's documentation.`);
  return found;
}
