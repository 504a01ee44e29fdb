/** A resource that a probe depends on no longer exists. */
export class ResourceDisappeared extends Error {
  override readonly name = "ResourceDisappeared";

  constructor(what: string) {
    super(`${what} disappeared while it was being read.`);
  }
}
