/** A tag in the tagging API's form. */
export interface Tag {
  Key: string;
  Value: string;
}

/** A resource with tags. */
export interface Tagged {
  arn: string;
  tags: readonly Tag[];
}
