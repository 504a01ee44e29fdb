import { AssumeRole } from "./assume-role.ts";
import { GetCallerIdentity } from "./get-caller-identity.ts";

/** The STS actions that this cloud supports. */
export const actions = [GetCallerIdentity, AssumeRole] as const;
