import { type Failure, GatewayFailure } from "@long-running-api/api-gateway";

/** One box: takes the exchange that the previous box returned; throws GatewayFailure to end the call. */
export type Box<Services, In, Out> = (exchange: In, services: Services) => Out | Promise<Out>;

/** A sequence of boxes. */
export interface Chain<Services, In, Out extends In> {
  readonly names: readonly string[];
  /** Runs the boxes; throws Stopped when one of them ends the call. */
  readonly run: Box<Services, In, Out>;
  /** The same, with one more box at its end. */
  readonly box: <Next extends Out>(name: string, step: Box<Services, Out, Next>) => Chain<Services, In, Next>;
}

/** A call that a box has ended, with the exchange of the boxes before it. */
export class Stopped<Exchange> extends Error {
  override readonly name = "Stopped";
  readonly box: string;
  readonly failure: Failure;
  readonly exchange: Exchange;

  constructor(box: string, failure: Failure, exchange: Exchange) {
    super(`${box}: ${failure.message}`);
    this.box = box;
    this.failure = failure;
    this.exchange = exchange;
  }
}

/** A chain without boxes. */
export function chainOf<Services, In>(): Chain<Services, In, In> {
  return chain([], (exchange) => exchange);
}

function chain<Services, In, Out extends In>(
  names: readonly string[],
  run: Chain<Services, In, Out>["run"],
): Chain<Services, In, Out> {
  return {
    names,
    run,
    box: (name, step) =>
      chain([...names, name], (exchange, services) => {
        const before = run(exchange, services);
        return before instanceof Promise
          ? before.then((there) => enter(name, step, there, services))
          : enter(name, step, before, services);
      }),
  };
}

function enter<Services, In, Out>(
  name: string,
  step: Box<Services, In, Out>,
  before: In,
  services: Services,
): Out | Promise<Out> {
  try {
    const after = step(before, services);
    return after instanceof Promise ? after.catch((error: unknown) => stop(name, before, error)) : after;
  } catch (error) {
    return stop(name, before, error);
  }
}

function stop<Exchange>(name: string, before: Exchange, error: unknown): never {
  throw error instanceof GatewayFailure ? new Stopped(name, error.failure, before) : error;
}

/** Continues with a value: at once, or when its promise resolves. */
export function andThen<In, Out>(
  value: In | Promise<In>,
  next: (value: In) => Out | Promise<Out>,
): Out | Promise<Out> {
  return value instanceof Promise ? value.then(next) : next(value);
}
