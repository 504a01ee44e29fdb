/** Where a list's next page begins; opaque to clients, as on AWS. */
export function pageToken(position: number): string {
  return Buffer.from(`at:${position}`).toString("base64url");
}

/** The position in such a token; undefined for any other text. */
export function positionIn(token: string): number | undefined {
  const found = /^at:(-?\d+)$/.exec(Buffer.from(token, "base64url").toString("utf8"));
  return found ? Number(found[1]) : undefined;
}
