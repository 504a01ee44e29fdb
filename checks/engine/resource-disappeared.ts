/** A resource that a probe depends on no longer exists. */
export class ResourceDisappeared extends Error {
  override readonly name = "ResourceDisappeared";

  constructor(what: string) {
    super(`${what} went away while it was looked at.`);
  }
}
