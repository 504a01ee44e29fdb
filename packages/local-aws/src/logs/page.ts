import { constraint, invalidParameter } from "./errors.ts";

/** A limit within its range. */
export function requireLimit(
  limit: number | undefined,
  { max, usual }: { max: number; usual: number },
): number {
  if (limit === undefined) return usual;
  if (limit < 1) throw constraint(limit, "limit", "Member must have value greater than or equal to 1");
  if (limit > max) throw constraint(limit, "limit", `Member must have value less than or equal to ${max}`);
  return limit;
}

/** A list's page, from the position in a token. */
export function pageOf<T>(
  items: readonly T[],
  { limit, token }: { limit: number; token: string | undefined },
): { page: T[]; nextToken?: string } {
  const start = token === undefined ? 0 : numberIn(token);
  const end = start + limit;
  return { page: items.slice(start, end), ...(end < items.length ? { nextToken: tokenOf(end) } : {}) };
}

/** A search's page: AWS returns a token with each non-empty page; the last page is empty. */
export function searchPageOf<T>(
  items: readonly T[],
  { limit, token }: { limit: number; token: string | undefined },
): { page: T[]; nextToken?: string } {
  const { page } = pageOf(items, { limit, token });
  const end = (token === undefined ? 0 : numberIn(token)) + page.length;
  return { page, ...(page.length > 0 ? { nextToken: tokenOf(end) } : {}) };
}

/** Tokens are opaque to clients, as on AWS. */
export function tokenOf(number: number): string {
  return Buffer.from(`at:${number}`).toString("base64url");
}

export function numberIn(token: string): number {
  const found = /^at:(-?\d+)$/.exec(Buffer.from(token, "base64url").toString("utf8"));
  if (!found) throw invalidParameter("The specified nextToken is invalid.");
  return Number(found[1]);
}
