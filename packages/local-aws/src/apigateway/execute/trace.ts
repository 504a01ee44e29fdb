import type { Method } from "@aws-sdk/client-api-gateway";
import type {
  Failure,
  IntegrationAnswer,
  IntegrationRequest,
  RequestChoices,
  ResponseChoices,
} from "@long-running-api/api-gateway";
import type { PolicyDecision } from "./policy-decision.ts";

/** What the boxes of one call chose and did, beyond the call itself: filled in as it passes, for explanations. */
export interface CallTrace {
  method?: Method;
  /** The decision of the API's resource policy, if it has one. */
  resourcePolicy?: PolicyDecision;
  /** Who signed the call, and the decision of their policies; undefined for the root user. */
  signer?: { readonly arn: string; readonly decision: PolicyDecision | undefined };
  requestChoices?: RequestChoices;
  request?: IntegrationRequest;
  responseChoices?: ResponseChoices;
  endpoint?: IntegrationAnswer;
  endpointMs?: number;
  /** The call of a function, if there was one. */
  invocation?: {
    readonly functionArn: string;
    readonly type: string;
    /** Lambda's request ID. */
    readonly id?: string | undefined;
    /** The statement of the function's policy that allowed it; undefined when the integration's role did. */
    readonly allowedBy?: object | undefined;
    readonly role?: string | undefined;
    /** The statement of the integration's role that allowed it. */
    readonly roleAllowedBy?: object | undefined;
    readonly refusal?: string | undefined;
  };
  failure?: Failure & { readonly box: string };
}
