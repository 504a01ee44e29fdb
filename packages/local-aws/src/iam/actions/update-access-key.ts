import { UpdateAccessKey$, type UpdateAccessKeyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { accessKeyOf, requireStatus } from "../access-keys.ts";
import { userResource } from "../arns.ts";
import { callersName } from "../caller.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html */
export const UpdateAccessKey: Action<IamStore, UpdateAccessKeyRequest, void> = {
  operation: UpdateAccessKey$,
  resources: userResource,
  handle({ UserName, AccessKeyId, Status }, store, { caller }) {
    const key = accessKeyOf(UserName ?? callersName(caller), AccessKeyId, store);
    store.accessKeys.put(key.accessKeyId, { ...key, status: requireStatus(Status) });
  },
};
