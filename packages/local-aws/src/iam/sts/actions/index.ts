import { AssumeRole } from "./assume-role.ts";
import { GetCallerIdentity } from "./get-caller-identity.ts";

/** What this cloud has of STS. */
export const actions = [GetCallerIdentity, AssumeRole] as const;
