import type { Method } from "@aws-sdk/client-api-gateway";
import type {
  Failure,
  IntegrationAnswer,
  IntegrationRequest,
  RequestChoices,
  ResponseChoices,
} from "@long-running-api/api-gateway";

/** What the boxes of one call chose and did, beyond the call itself: filled in as it passes, for explanations. */
export interface CallTrace {
  method?: Method;
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
    readonly refusal?: string | undefined;
  };
  failure?: Failure & { readonly box: string };
}
