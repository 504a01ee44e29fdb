import { AssumeRole$, type AssumeRoleRequest, type AssumeRoleResponse } from "@aws-sdk/client-sts";
import { type Action, AwsError, type Caller } from "../../../action.ts";
import { oneComplaint } from "../../../complaint.ts";
import { sessionCaller } from "../../arns.ts";
import { allows, isRoot, roleByArn } from "../../authorize.ts";
import { validationError } from "../../errors.ts";
import { openSession } from "../../session.ts";
import type { IamStore, RoleRecord } from "../../store.ts";
import { trustDecision } from "../../trust.ts";
import { requireRange, requireText } from "../../validate.ts";

/**
 * The role's trust policy decides: naming the caller suffices; naming the account requires an Allow in the caller's own
 * policies. https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
 */
export const AssumeRole: Action<IamStore, AssumeRoleRequest, AssumeRoleResponse> = {
  operation: AssumeRole$,
  resources: () => [],
  handle(input, store, { caller, now }) {
    const roleArn = requireRoleArn(input.RoleArn);
    const sessionName = requireSessionName(input.RoleSessionName);
    if (input.Policy !== undefined || input.PolicyArns?.length)
      throw validationError("Session policies (Policy, PolicyArns) are not in the embedded cloud.");
    requireNoTags(input);
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
    const session = sessionCaller(role, { accountId: store.accountId, sessionName });
    return {
      Credentials: {
        AccessKeyId: credentials.accessKeyId,
        SecretAccessKey: credentials.secretAccessKey,
        SessionToken: credentials.sessionToken,
        Expiration: credentials.expiration,
      },
      AssumedRoleUser: {
        AssumedRoleId: session.userId,
        Arn: session.arn,
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
  if (trust === "none") return false;
  return isRoot(caller.arn) || allows(store, caller, { action: "sts:AssumeRole", resource: role.arn, time });
}

/** Checks only the form of the ARN: a caller that may not assume a role must not learn whether it exists. */
function requireRoleArn(value: string | undefined): string {
  const arn = requireText(value, "roleArn");
  if (arn.length < 20)
    throw validationError(
      oneComplaint(arn, "roleArn", "Member must have length greater than or equal to 20"),
    );
  const [scheme, partition, service, , , ...resource] = arn.split(":");
  if (scheme !== "arn" || !partition || !service || resource.join(":") === "")
    throw validationError(`${arn} is invalid`);
  return arn;
}

/** Session tags: invalid ones get AWS's errors, valid ones are unsupported, since no policy here would see them. */
function requireNoTags({ Tags = [], TransitiveTagKeys = [] }: AssumeRoleRequest): void {
  const keys = Tags.map(({ Key = "" }) => Key.toLowerCase());
  if (new Set(keys).size < keys.length)
    throw invalidParameterValue("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  if (!TransitiveTagKeys.every((key) => keys.includes(key.toLowerCase())))
    throw invalidParameterValue("The specified transitive tag key must be included in the requested tags.");
  if (keys.length > 0) throw validationError("Session tags (Tags) are not in the embedded cloud.");
}

function invalidParameterValue(message: string): AwsError {
  return new AwsError("InvalidParameterValue", message);
}

function requireSessionName(value: string | undefined): string {
  const name = requireText(value, "roleSessionName");
  if (!/^[\w+=,.@-]{2,64}$/.test(name))
    throw validationError(
      `1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
    );
  return name;
}
