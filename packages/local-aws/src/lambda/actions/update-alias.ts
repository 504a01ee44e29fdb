import { type AliasConfiguration, UpdateAlias$, type UpdateAliasRequest } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { requireTarget, withRouting } from "../aliases.ts";
import { requireRevision } from "../change.ts";
import { notFound } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { functionArn, locate } from "../names.ts";
import { putFunction, requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_UpdateAlias.html */
export const UpdateAlias: Action<LambdaStore, UpdateAliasRequest, AliasConfiguration> = {
  operation: UpdateAlias$,
  resources: functionResource,
  handle(input, store, context) {
    const { Name = "", RevisionId } = input;
    const { name } = locate(input.FunctionName, undefined, context);
    const record = requireFunction(store, context, name, Name);
    const before = record.aliases[Name];
    if (!before) throw notFound(`Alias not found: ${functionArn(context, name, Name)}`);
    requireRevision(RevisionId, before.RevisionId ?? "");
    const { RoutingConfig: routingBefore, ...kept } = before;
    const FunctionVersion = input.FunctionVersion ?? kept.FunctionVersion;
    const routing = input.RoutingConfig ?? routingBefore;
    requireTarget(record, FunctionVersion, routing, context);
    const Description = input.Description ?? kept.Description;
    const alias = withRouting({ ...kept, FunctionVersion, Description, RevisionId: store.newId() }, routing);
    putFunction(store, { ...record, aliases: { ...record.aliases, [Name]: alias } });
    return alias;
  },
};
