import { pageToken, positionIn } from "../page-token.ts";
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
  return { page: items.slice(start, end), ...(end < items.length ? { nextToken: pageToken(end) } : {}) };
}

/** A search's page: AWS returns a token with each non-empty page; the last page is empty. */
export function searchPageOf<T>(
  items: readonly T[],
  { limit, token }: { limit: number; token: string | undefined },
): { page: T[]; nextToken?: string } {
  const { page } = pageOf(items, { limit, token });
  const end = (token === undefined ? 0 : numberIn(token)) + page.length;
  return { page, ...(page.length > 0 ? { nextToken: pageToken(end) } : {}) };
}

/** The position in a token, or InvalidParameterException. */
export function numberIn(token: string): number {
  const found = positionIn(token);
  if (found === undefined) throw invalidParameter("The specified nextToken is invalid.");
  return found;
}
