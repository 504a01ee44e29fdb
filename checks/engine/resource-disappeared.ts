/** Something that was there a moment ago, or without which a question makes no sense, is not there. */
export class Gone extends Error {
  override readonly name = "Gone";

  constructor(what: string) {
    super(`${what} went away while it was looked at.`);
  }
}
