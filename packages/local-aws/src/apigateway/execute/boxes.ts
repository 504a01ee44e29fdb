import { admit } from "./admit.ts";
import { type Chain, chainOf } from "./chain.ts";
import type { Exchange, Responded } from "./exchange.ts";
import { callIntegration } from "./integration.ts";
import { integrationRequest } from "./integration-request.ts";
import { integrationResponse } from "./integration-response.ts";
import { methodRequest } from "./method-request.ts";
import { methodResponse } from "./method-response.ts";
import { resourcePolicy } from "./resource-policy.ts";
import { routeCall } from "./route.ts";
import type { Services } from "./services.ts";
import { throttleCall } from "./throttle.ts";

/** The boxes that every call passes, in the console's order; calls from the Test tab too. */
export const boxes: Chain<Services, Exchange, Responded> = chainOf<Services, Exchange>()
  .box("admit", admit)
  .box("route", routeCall)
  .box("resource policy", resourcePolicy)
  .box("throttle", throttleCall)
  .box("method request", methodRequest)
  .box("integration request", integrationRequest)
  .box("integration", callIntegration)
  .box("integration response", integrationResponse)
  .box("method response", methodResponse);
