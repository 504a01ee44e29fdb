import { type Failure, GatewayFailure } from "@long-running-api/api-gateway";

/** One box: takes the exchange that the previous box returned; throws GatewayFailure to end the call. */
export type Box<Services, In, Out> = (exchange: In, services: Services) => Out | Promise<Out>;

/** A sequence of boxes. */
export interface Chain<Services, In, Out extends In> {
  readonly names: readonly string[];
  /** Runs the boxes; throws Stopped when one of them ends the call. */
  readonly run: (exchange: In, services: Services) => Promise<Out>;
  /** The same, with one more box at its end. */
  readonly box: <Next extends Out>(name: string, step: Box<Services, Out, Next>) => Chain<Services, In, Next>;
}

/** A call that a box has ended, with the exchange of the boxes before it. */
export class Stopped<Exchange> extends Error {
  override readonly name = "Stopped";
  readonly failure: Failure;
  readonly exchange: Exchange;

  constructor(box: string, failure: Failure, exchange: Exchange) {
    super(`${box}: ${failure.message}`);
    this.failure = failure;
    this.exchange = exchange;
  }
}

/** A chain without boxes. */
export function chainOf<Services, In>(): Chain<Services, In, In> {
  return chain([], async (exchange) => exchange);
}

function chain<Services, In, Out extends In>(
  names: readonly string[],
  run: Chain<Services, In, Out>["run"],
): Chain<Services, In, Out> {
  return {
    names,
    run,
    box: (name, step) =>
      chain([...names, name], async (exchange, services) => {
        const before = await run(exchange, services);
        try {
          return await step(before, services);
        } catch (error) {
          if (error instanceof GatewayFailure) throw new Stopped<In>(name, error.failure, before);
          throw error;
        }
      }),
  };
}
