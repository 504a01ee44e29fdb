import { noSuchEntity, validationError } from "./errors.ts";
import { users } from "./principals.ts";
import type { AccessKeyRecord, IamStore, UserRecord } from "./store.ts";
import { requireText } from "./validate.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const accessKeysMax = 2;

export function accessKeysOf(user: UserRecord, store: IamStore): Readonly<AccessKeyRecord>[] {
  return store.accessKeys.list().filter(({ userName }) => userName === user.name);
}

/** An access key of a user, or IAM's NoSuchEntity. */
export function accessKeyOf(
  userName: string | undefined,
  accessKeyId: string | undefined,
  store: IamStore,
): Readonly<AccessKeyRecord> {
  const user = users(store).named(userName);
  const id = requireText(accessKeyId, "accessKeyId");
  const key = store.accessKeys.get(id);
  if (key?.userName !== user.name) throw noSuchEntity(`The Access Key with id ${id} cannot be found.`);
  return key;
}

export function requireStatus(status: string | undefined): AccessKeyRecord["status"] {
  if (status === "Active" || status === "Inactive") return status;
  throw validationError(
    `1 validation error detected: Value '${status}' at 'status' failed to satisfy constraint: Member must satisfy enum value set: [Active, Inactive]`,
  );
}
