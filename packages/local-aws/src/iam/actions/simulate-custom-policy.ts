import {
  SimulateCustomPolicy$,
  type SimulateCustomPolicyRequest,
  type SimulatePolicyResponse,
} from "@aws-sdk/client-iam";
import { contextOf } from "@long-running-api/iam/policy";
import type { Action } from "../../action.ts";
import { parsePolicy } from "../document.ts";
import { simulate } from "../simulate.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulateCustomPolicy.html */
export const SimulateCustomPolicy: Action<IamStore, SimulateCustomPolicyRequest, SimulatePolicyResponse> = {
  operation: SimulateCustomPolicy$,
  handle(input) {
    const identity = policies("PolicyInputList", input.PolicyInputList);
    const [boundary] = policies(
      "PermissionsBoundaryPolicyInputList",
      input.PermissionsBoundaryPolicyInputList,
    );
    return simulate({ identity, boundary }, input, contextOf({}));
  },
};

function policies(list: string, documents: readonly string[] | undefined) {
  return (documents ?? []).map((document, index) =>
    parsePolicy(document, { name: `${list}.${index + 1}`, kind: "none", document: "identity" }),
  );
}
