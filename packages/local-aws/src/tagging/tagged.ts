/** A tag as the tagging API writes it. */
export interface Tag {
  Key: string;
  Value: string;
}

/** Something with tags. */
export interface Tagged {
  arn: string;
  tags: readonly Tag[];
}
