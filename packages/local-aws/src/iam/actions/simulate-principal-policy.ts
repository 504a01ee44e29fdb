import {
  type SimulatePolicyResponse,
  SimulatePrincipalPolicy$,
  type SimulatePrincipalPolicyRequest,
} from "@aws-sdk/client-iam";
import type { Action } from "../../action.ts";
import { policiesOf, principalOf, requestContext } from "../authorize.ts";
import { parsePolicy } from "../document.ts";
import { invalidInput, noSuchEntity } from "../errors.ts";
import { simulate } from "../simulate.ts";
import type { IamStore } from "../store.ts";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html */
export const SimulatePrincipalPolicy: Action<
  IamStore,
  SimulatePrincipalPolicyRequest,
  SimulatePolicyResponse
> = {
  operation: SimulatePrincipalPolicy$,
  resources: ({ PolicySourceArn = "" }) => [PolicySourceArn],
  handle(input, store, { accountId, now }) {
    const arn = input.PolicySourceArn ?? "";
    if (!/^arn:aws:iam::\d{12}:(role|user)\/.+$/.test(arn)) throw invalidInput(`Invalid Entity Arn: ${arn}`);
    const principal = principalOf(arn, store);
    if (principal?.arn !== arn) throw noSuchEntity(`The entity with ARN ${arn} cannot be found.`);
    const { identity, boundary } = policiesOf(principal, store);
    const more = (input.PolicyInputList ?? []).map((document, index) =>
      parsePolicy(document, { name: `PolicyInputList.${index + 1}`, kind: "none", document: "identity" }),
    );
    const caller = { accountId, arn, userId: principal.id, accessKeyId: "" };
    const context = requestContext({ caller, principal, resource: "*", now: now(), need: undefined });
    return simulate({ identity: [...identity, ...more], boundary }, input, context);
  },
};
