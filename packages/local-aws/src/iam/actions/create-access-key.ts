import {
  CreateAccessKey$,
  type CreateAccessKeyRequest,
  type CreateAccessKeyResponse,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { accessKeysMax, accessKeysOf } from "../access-keys.ts";
import { userResource } from "../arns.ts";
import { callersName } from "../caller.ts";
import { limitExceeded } from "../errors.ts";
import { users } from "../principals.ts";
import type { IamStore } from "../store.ts";
import { type AccessKeyRecord, newId } from "../store.ts";

/** The only response that shows the secret. https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html */
export const CreateAccessKey: Action<IamStore, CreateAccessKeyRequest, CreateAccessKeyResponse> = {
  operation: CreateAccessKey$,
  resources: userResource,
  handle({ UserName }, store, { caller, now }) {
    const user = users(store).named(UserName ?? callersName(caller));
    if (accessKeysOf(user, store).length >= accessKeysMax)
      throw limitExceeded(`Cannot exceed quota for AccessKeysPerUser: ${accessKeysMax}`);
    const key: AccessKeyRecord = {
      accessKeyId: newId("AKIA", store.random),
      secretAccessKey: store.random(30).toString("base64"),
      userName: user.name,
      status: "Active",
      createDate: now().toISOString(),
    };
    store.accessKeys.put(key.accessKeyId, key);
    return {
      AccessKey: {
        UserName: key.userName,
        AccessKeyId: key.accessKeyId,
        Status: key.status,
        SecretAccessKey: key.secretAccessKey,
        CreateDate: new Date(key.createDate),
      },
    };
  },
};
