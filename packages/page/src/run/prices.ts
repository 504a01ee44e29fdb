/**
 * AWS's list prices in us-east-1, in USD per million requests or GB-seconds, without free tiers: REST API, Lambda on x86,
 * DynamoDB on-demand. Read on 2026-11-28 from the design's table; confirm them on AWS's pages before a release.
 */
export const prices = {
  apiRequest: 3.5,
  lambdaRequest: 0.2,
  gbSecond: 16.6667,
  tableWrite: 0.625,
  /** An eventually consistent read of up to 4 KB. */
  tableRead: 0.0625,
} as const;
