import { RemovePermission$, type RemovePermissionRequest } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { requireAlias } from "../aliases.ts";
import { requireRevision } from "../change.ts";
import { notFound } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { functionArn, isVersion, locate } from "../names.ts";
import { keyOf, putFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_RemovePermission.html */
export const RemovePermission: Action<LambdaStore, RemovePermissionRequest, void> = {
  operation: RemovePermission$,
  resources: functionResource,
  handle(input, store, context) {
    const { name, qualifier } = locate(input.FunctionName, input.Qualifier, context);
    const record = store.functions.get(keyOf(context.region, name));
    if (!record) throw notFound(`No policy found for: ${functionArn(context, name)}`);
    if (qualifier !== undefined && !isVersion(qualifier)) requireAlias(record, qualifier);
    const key = qualifier ?? "";
    const { [key]: policy, ...others } = record.policies;
    if (!policy) throw notFound("No policy is associated with the given resource.");
    const statements = policy.statements.filter(({ Sid }) => Sid !== input.StatementId);
    if (statements.length === policy.statements.length)
      throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
    requireRevision(input.RevisionId, policy.revisionId, "GetPolicy");
    const left = statements.length === 0 ? {} : { [key]: { revisionId: store.newId(), statements } };
    putFunction(store, { ...record, policies: { ...others, ...left } });
  },
};
