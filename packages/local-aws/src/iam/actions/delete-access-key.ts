import { DeleteAccessKey$, type DeleteAccessKeyRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { accessKeyOf } from "../access-keys.ts";
import { userResource } from "../arns.ts";
import { callersName } from "../caller.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteAccessKey.html */
export const DeleteAccessKey: Action<IamStore, DeleteAccessKeyRequest, void> = {
  operation: DeleteAccessKey$,
  resources: userResource,
  handle({ UserName, AccessKeyId }, store, { caller }) {
    const key = accessKeyOf(UserName ?? callersName(caller), AccessKeyId, store);
    store.accessKeys.delete(key.accessKeyId);
  },
};
