import { prices as listed } from "@long-running-api/scale-model/prices-and-quotas";

/** AWS's list prices in us-east-1, in USD per million; a run's share reaches no tier. */
export const prices = {
  apiRequest: listed.apiRequest.usd,
  lambdaRequest: listed.lambdaRequest.usd,
  gbSecond: listed.gbSecond.usd,
  tableWrite: listed.tableWrite.usd,
  tableRead: listed.tableRead.usd,
} as const;
