import { type Account, UpdateAccount$, type UpdateAccountRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { viewAccount } from "../account.ts";
import { applyPatch, checkOps, type Rule, set } from "../patch.ts";
import type { AccountSettings, ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_UpdateAccount.html */
export const UpdateAccount: Action<ApiGatewayStore, UpdateAccountRequest, Account> = {
  operation: UpdateAccount$,
  handle({ patchOperations }, { accounts }, { region }) {
    checkOps(patchOperations, "updateAccountInput");
    const draft = { ...accounts.get(region) };
    applyPatch(draft, patchOperations, rules);
    accounts.put(region, draft);
    return viewAccount(draft);
  },
};

const rules: readonly Rule<AccountSettings>[] = [
  {
    path: "/cloudwatchRoleArn",
    ops: ["add", "remove", "replace"],
    apply: (draft, { op, value }) =>
      set(draft, "cloudwatchRoleArn", op === "remove" || !value ? undefined : value),
  },
];
