import { GatewayFailure } from "@long-running-api/api-gateway";
import { andThen } from "./chain.ts";
import { type Answered, callOf, type Responded } from "./exchange.ts";
import type { Services } from "./services.ts";
import { traceRendering } from "./template-trace.ts";

/** A pattern selects the response, its mappings set the headers, Accept selects the template; overrides take precedence. */
export function integrationResponse(
  exchange: Answered,
  { mapper, journal }: Pick<Services, "mapper" | "journal">,
): Responded | Promise<Responded> {
  const { method, endpoint, carried } = exchange;
  return andThen(mapper.response(method.method, callOf(exchange), endpoint, carried), (outcome) => {
    exchange.trace.responseChoices = outcome.choices;
    traceRendering(exchange, outcome.choices.rendering, journal);
    if ("failure" in outcome) throw new GatewayFailure(outcome.failure);
    return { ...exchange, answer: outcome.answer };
  });
}
