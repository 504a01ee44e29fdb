import { actions as apigateway } from "./apigateway/actions/index.ts";
import { own } from "./dynamodb/operations.ts";
import { operations as fromDynalite } from "./dynamodb/region.ts";
import { actions as iam } from "./iam/actions/index.ts";
import { actions as sts } from "./iam/sts/actions/index.ts";
import { actions as lambda } from "./lambda/actions/index.ts";
import { actions as logs } from "./logs/actions/index.ts";
import { createTagging } from "./tagging/index.ts";

/** The AWS API operations that this cloud supports, by the service's name in the AWS CLI. */
export const supportedOperations: Readonly<Record<string, readonly string[]>> = {
  dynamodb: [...new Set([...Object.keys(own), ...fromDynalite])].sort(),
  lambda: namesOf(lambda),
  apigateway: namesOf(apigateway),
  iam: namesOf(iam),
  sts: namesOf(sts),
  logs: namesOf(logs),
  resourcegroupstaggingapi: [...createTagging([]).operations].sort(),
};

function namesOf(actions: readonly { operation: readonly unknown[] }[]): readonly string[] {
  return actions.map(({ operation }) => String(operation[2])).sort();
}
