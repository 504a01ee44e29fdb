import { type MethodAnswer, mapGatewayResponse } from "@long-running-api/api-gateway";
import { boxes } from "./boxes.ts";
import { Stopped } from "./chain.ts";
import { callOf, type Exchange } from "./exchange.ts";
import type { Services } from "./services.ts";

/** The exchange, the client's response, and whether the call succeeded: a failure carries no trace header. */
export interface Finished {
  readonly exchange: Exchange;
  readonly answer: MethodAnswer;
  readonly failed: boolean;
}

/** Runs a call through the boxes; if a box ends it, the client gets a gateway response. */
export async function run(services: Services, arrived: Exchange): Promise<Finished> {
  const { log } = arrived;
  log.add(`Starting execution for request: ${log.requestId}`);
  try {
    const exchange = await boxes.run(arrived, services);
    log.add("Successfully completed execution");
    log.add(`Method completed with status: ${exchange.answer.status}`);
    return { exchange, answer: exchange.answer, failed: false };
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    const { failure } = error;
    const exchange: Exchange = error.exchange;
    exchange.trace.failure = { ...failure, box: error.box };
    const answer = mapGatewayResponse(exchange.api.api.gatewayResponses, callOf(exchange), failure);
    log.add(failure.reason ?? `Execution failed: ${failure.message}`);
    log.add(`Method completed with status: ${answer.status}`);
    return { exchange, answer, failed: true };
  }
}
