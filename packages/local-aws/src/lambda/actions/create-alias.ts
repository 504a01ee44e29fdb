import { type AliasConfiguration, CreateAlias$, type CreateAliasRequest } from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { requireAliasName, requireTarget, withRouting } from "../aliases.ts";
import { conflict } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { functionArn, locate } from "../names.ts";
import { putFunction, requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_CreateAlias.html */
export const CreateAlias: Action<LambdaStore, CreateAliasRequest, AliasConfiguration> = {
  operation: CreateAlias$,
  resources: functionResource,
  handle(input, store, context) {
    const { Name = "", FunctionVersion = "", Description = "", RoutingConfig } = input;
    const { name } = locate(input.FunctionName, undefined, context);
    requireAliasName(Name);
    const record = requireFunction(store, context, name, FunctionVersion);
    requireTarget(record, FunctionVersion, RoutingConfig, context);
    const AliasArn = functionArn(context, name, Name);
    if (record.aliases[Name]) throw conflict(`Alias already exists: ${AliasArn}`);
    const plain = { AliasArn, Name, FunctionVersion, Description, RevisionId: store.newId() };
    const alias = withRouting(plain, RoutingConfig);
    putFunction(store, { ...record, aliases: { ...record.aliases, [Name]: alias } });
    return alias;
  },
};
