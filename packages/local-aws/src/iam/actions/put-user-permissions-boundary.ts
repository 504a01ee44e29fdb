import { PutUserPermissionsBoundary$, type PutUserPermissionsBoundaryRequest } from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { userResource } from "../arns.ts";
import { setBoundary, users } from "../principals.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutUserPermissionsBoundary.html */
export const PutUserPermissionsBoundary: Action<IamStore, PutUserPermissionsBoundaryRequest, void> = {
  operation: PutUserPermissionsBoundary$,
  resources: userResource,
  conditions: ({ PermissionsBoundary }) => ({ "iam:PermissionsBoundary": PermissionsBoundary }),
  handle({ UserName, PermissionsBoundary }, store) {
    setBoundary(users(store), { name: UserName, policyArn: PermissionsBoundary }, store);
  },
};
