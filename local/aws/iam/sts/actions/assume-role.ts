import { AssumeRole$, type AssumeRoleRequest, type AssumeRoleResponse } from "@aws-sdk/client-sts";
import { type Action, AwsError, type Caller } from "../../../action.ts";
import { allows, isRoot, roleByArn } from "../../authorize.ts";
import { validationError } from "../../errors.ts";
import { openSession } from "../../session.ts";
import type { IamStore, RoleRecord } from "../../store.ts";
import { trustDecision } from "../../trust.ts";
import { requireRange, requireText } from "../../validate.ts";

/**
 * The role's trust policy decides: naming the caller is enough; naming the account leaves it to the caller's own
 * policies. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const AssumeRole: Action<IamStore, AssumeRoleRequest, AssumeRoleResponse> = {
  operation: AssumeRole$,
  resources: () => [],
  handle(input, store, { caller, now }) {
    const roleArn = requireText(input.RoleArn, "roleArn");
    const sessionName = requireSessionName(input.RoleSessionName);
    if (input.Policy !== undefined || input.PolicyArns?.length)
      throw validationError("Session policies (Policy, PolicyArns) are not part of this tutorial.");
    const role = roleByArn(roleArn, store);
    if (!role || !mayAssume(role, { caller, externalId: input.ExternalId, time: now() }, store))
      throw new AwsError(
        "AccessDenied",
        `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
        403,
      );
    const seconds = requireRange(input.DurationSeconds, {
      at: "durationSeconds",
      min: 900,
      max: 43_200,
      usual: 3600,
    });
    if (seconds > role.maxSessionSeconds)
      throw validationError(
        "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
      );
    const credentials = openSession(role, sessionName, { store, now: now(), seconds });
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiration,
      },
      AssumedRoleUser: {
        AssumedRoleId: `${role.id}:${sessionName}`,
        Arn: `arn:aws:sts::${store.accountId}:assumed-role/${role.name}/${sessionName}`,
      },
    };
  },
};

function mayAssume(
  role: RoleRecord,
  { caller, externalId, time }: { caller: Caller; externalId: string | undefined; time: Date },
  store: IamStore,
): boolean {
  const trust = trustDecision(role, caller, { externalId, store });
  if (trust === "caller") return true;
  if (trust === "nobody") return false;
  return isRoot(caller.arn) || allows(store, caller, { action: "sts:AssumeRole", resource: role.arn, time });
}

function requireSessionName(value: string | undefined): string {
  const name = requireText(value, "roleSessionName");
  if (!/^[\w+=,.@-]{2,64}$/.test(name))
    throw validationError(
      `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  return name;
}
