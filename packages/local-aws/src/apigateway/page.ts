import { badRequest } from "./errors.ts";

const limitDefault = 25;
const limitMax = 500;

/** One page of a list, as API Gateway returns it; `position` is where the next page begins. */
export function page<T, V>(
  all: readonly T[],
  idOf: (item: T) => string,
  { position, limit = limitDefault }: { position?: string | undefined; limit?: number | undefined },
  view: (item: T) => V,
): { items: V[]; position?: string } {
  const count = Math.min(limit > 0 ? limit : limitDefault, limitMax);
  const start = position === undefined ? 0 : all.findIndex((item) => encode(idOf(item)) === position);
  if (start < 0) throw badRequest("Invalid position parameter specified");
  const next = all[start + count];
  return {
    items: all.slice(start, start + count).map(view),
    ...(next === undefined ? {} : { position: encode(idOf(next)) }),
  };
}

function encode(id: string): string {
  return Buffer.from(id).toString("base64");
}
