import {
  AddPermission$,
  type AddPermissionRequest,
  type AddPermissionResponse,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { requireAlias } from "../aliases.ts";
import { requireRevision } from "../change.ts";
import { complaint, conflict, functionNotFound, invalid, validation } from "../errors.ts";
import { functionArn, isVersion, latest, locate } from "../names.ts";
import { type ResourcePolicy, statementOf } from "../resource-policy.ts";
import {
  configurationOf,
  type FunctionRecord,
  type LambdaStore,
  putFunction,
  requireFunction,
} from "../store.ts";
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
    return { Statement: JSON.stringify(statement) };
  },
};

/** Before there is a policy, the revision to name is that of the function, version or alias itself. */
function revisionOf(record: FunctionRecord, qualifier: string | undefined): string {
  const alias = qualifier === undefined ? undefined : record.aliases[qualifier];
  return alias?.RevisionId ?? configurationOf(record, qualifier)?.RevisionId ?? "";
}

const sidPattern = "([a-zA-Z0-9-_]+)";
const actionPattern = "(lambda:[*]|lambda:[a-zA-Z]+|[*])";

function requireForm({ StatementId = "", Action = "" }: AddPermissionRequest): void {
  const complaints = [
    ...(new RegExp(`^${sidPattern}$`).test(StatementId)
      ? []
      : [
          complaint(
            `'${StatementId}'`,
            "statementId",
            `Member must satisfy regular expression pattern: ${sidPattern}`,
          ),
        ]),
    ...(new RegExp(`^${actionPattern}$`).test(Action)
      ? []
      : [
          complaint(
            `'${Action}'`,
            "action",
            `Member must satisfy regular expression pattern: ${actionPattern}`,
          ),
        ]),
  ];
  if (complaints.length > 0) throw validation(complaints);
}
