import {
  type Concurrency,
  PutFunctionConcurrency$,
  type PutFunctionConcurrencyRequest,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { AwsError } from "../../action.ts";
import { complaint } from "../../complaint.ts";
import { unreservedMax } from "../concurrency.ts";
import { invalid, validation } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { latest, locate } from "../names.ts";
import { putFunction, requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** The concurrency that must stay unreserved; 100 on AWS, where an account has 1,000. */
const unreservedShare = 10;

/** https://docs.aws.amazon.com/lambda/latest/api/API_PutFunctionConcurrency.html */
export const PutFunctionConcurrency: Action<LambdaStore, PutFunctionConcurrencyRequest, Concurrency> = {
  operation: PutFunctionConcurrency$,
  resources: functionResource,
  handle({ FunctionName, ReservedConcurrentExecutions: wanted = 0 }, store, context) {
    const { name, qualifier } = locate(FunctionName, undefined, context);
    if (qualifier !== undefined)
      throw invalid(
        "This operation is permitted on Lambda functions only. Aliases and versions do not support this operation. Please specify either a function name or an unqualified function ARN.",
      );
    const record = requireFunction(store, context, name, latest);
    if (wanted < 0)
      throw validation([
        complaint(
          `'${wanted}'`,
          "reservedConcurrentExecutions",
          "Member must have value greater than or equal to 0",
        ),
      ]);
    const left = unreservedMax(store, context.region) + (record.reservedConcurrency ?? 0) - wanted;
    const least = Math.floor(store.concurrencyMax / unreservedShare);
    if (wanted > 0 && left < least)
      throw new AwsError(
        "InvalidParameterValueException",
        `Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution below its minimum value of [${least}].`,
      );
    putFunction(store, { ...record, reservedConcurrency: wanted });
    return { ReservedConcurrentExecutions: wanted };
  },
};
