import {
  AddPermission$,
  type AddPermissionRequest,
  type AddPermissionResponse,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { complaint } from "../../complaint.ts";
import { requireAlias } from "../aliases.ts";
import { requireRevision } from "../change.ts";
import { conflict, functionNotFound, invalid, validation } from "../errors.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { functionArn, isVersion, latest, locate } from "../names.ts";
import { type ResourcePolicy, statementOf } from "../resource-policy.ts";
import { configurationOf, type FunctionRecord, putFunction, requireFunction } from "../store.ts";
import { functionResource } from "./resources.ts";

/** https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html */
export const AddPermission: Action<LambdaStore, AddPermissionRequest, AddPermissionResponse> = {
  operation: AddPermission$,
  resources: functionResource,
  handle(input, store, context) {
    requireForm(input);
    const { name, qualifier } = locate(input.FunctionName, input.Qualifier, context);
    if (qualifier === latest) throw invalid("We currently do not support adding policies for $LATEST.");
    const record = requireFunction(store, context, name);
    if (qualifier !== undefined) {
      const isName = !isVersion(qualifier) && !qualifier.includes("$");
      if (isName) requireAlias(record, qualifier);
      else if (!configurationOf(record, qualifier))
        throw functionNotFound(functionArn(context, name, qualifier));
    }
    const before: ResourcePolicy = record.policies[qualifier ?? ""] ?? {
      revisionId: revisionOf(record, qualifier),
      statements: [],
    };
    requireRevision(input.RevisionId, before.revisionId, "GetPolicy");
    const statement = statementOf(input, functionArn(context, name, qualifier), context.accountId);
    if (before.statements.some(({ Sid }) => Sid === statement.Sid))
      throw conflict(
        `The statement id (${statement.Sid}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    const policy = { revisionId: store.newId(), statements: [...before.statements, statement] };
    putFunction(store, { ...record, policies: { ...record.policies, [qualifier ?? ""]: policy } });
    store.prepare(record);
    return { Statement: JSON.stringify(statement) };
  },
};

/** Until a policy exists, RevisionId is that of the function, version or alias itself. */
function revisionOf(record: FunctionRecord, qualifier: string | undefined): string {
  const alias = qualifier === undefined ? undefined : record.aliases[qualifier];
  return alias?.RevisionId ?? configurationOf(record, qualifier)?.RevisionId ?? "";
}

const patterns = [
  ["StatementId", "([a-zA-Z0-9-_]+)"],
  ["Action", "(lambda:[*]|lambda:[a-zA-Z]+|[*])"],
  ["Principal", String.raw`[^\s]+`],
  [
    "SourceArn",
    String.raw`arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\-])+:((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1})?:(\d{12})?:(.*)`,
  ],
  ["SourceAccount", String.raw`\d{12}`],
] as const;

function requireForm(input: AddPermissionRequest): void {
  const complaints = patterns.flatMap(([name, pattern]) => {
    const value = input[name];
    if (value === undefined || new RegExp(`^${pattern}$`).test(value)) return [];
    const member = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
    return [complaint(`'${value}'`, member, `Member must satisfy regular expression pattern: ${pattern}`)];
  });
  if (complaints.length > 0) throw validation(complaints);
}
