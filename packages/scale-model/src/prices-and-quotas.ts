// Every price and quota that this project knows, with its source and the day on which it was read: nothing else repeats one.

/** Where a figure comes from, and when it was read (YYYY-MM-DD). */
export interface Source {
  readonly url: string;
  readonly read: string;
  /** Where it was read, if not there: a page that quotes it. AWS's pages fill in most of their prices by script. */
  readonly via?: string;
  /** What a reader should know before trusting it. */
  readonly note?: string;
}

/** A list price in USD, in us-east-1, without free tiers. */
export interface Price extends Source {
  readonly name: string;
  /** What `usd` buys, e.g. "million requests". */
  readonly per: string;
  readonly usd: number;
  /** The price of further units in a month, once the first `from` units are used. */
  readonly tiers?: readonly { readonly from: number; readonly usd: number }[];
}

/** A default quota. */
export interface Quota extends Source {
  /** AWS's name for it, with the service first. */
  readonly name: string;
  readonly limit: number;
  readonly unit: string;
  /** Where it applies; in every region if absent. */
  readonly where?: string;
}

const read = "2026-11-28";
const apiGatewayPrices = {
  url: "https://docs.aws.amazon.com/whitepapers/latest/best-practices-api-gateway-private-apis-integration/cost-optimization.html",
  read,
};
const lambdaPrices = { url: "https://aws.amazon.com/lambda/pricing/", read };
const durablePrices = {
  ...lambdaPrices,
  via: "https://raw.githubusercontent.com/api-evangelist/aws-lambda/refs/heads/main/plans/aws-lambda-plans-pricing.yml",
};
const dynamodbPrices = {
  url: "https://aws.amazon.com/dynamodb/pricing/on-demand/",
  via: "https://airbyte.com/data-engineering-resources/dynamodb-pricing",
  read,
};

export const prices = {
  apiRequest: {
    name: "API Gateway REST API, requests",
    per: "million requests",
    usd: 3.5,
    tiers: [
      { from: 333, usd: 2.8 },
      { from: 1_000, usd: 2.38 },
      { from: 20_000, usd: 1.51 },
    ],
    ...apiGatewayPrices,
  },
  lambdaRequest: { name: "Lambda, requests", per: "million requests", usd: 0.2, ...lambdaPrices },
  gbSecond: {
    name: "Lambda x86, duration",
    per: "million GB-seconds",
    usd: 16.6667,
    note: "the first tier, up to 6 billion GB-seconds a month",
    ...lambdaPrices,
  },
  tableWrite: {
    name: "DynamoDB on-demand, writes of up to 1 KB",
    per: "million writes",
    usd: 0.625,
    ...dynamodbPrices,
  },
  tableRead: {
    name: "DynamoDB on-demand, eventually consistent reads of up to 4 KB",
    per: "million reads",
    usd: 0.0625,
    note: "half of a read request unit at 0.125",
    ...dynamodbPrices,
  },
  transition: {
    name: "Step Functions Standard, state transitions",
    per: "million transitions",
    usd: 25,
    url: "https://aws.amazon.com/step-functions/pricing/",
    read,
  },
  durableOperation: {
    name: "Lambda durable functions, operations",
    per: "million operations",
    usd: 8,
    ...durablePrices,
  },
  durableWritten: {
    name: "Lambda durable functions, data written",
    per: "GB",
    usd: 0.25,
    note: "read in secondary sources only",
    ...lambdaPrices,
  },
  durableRetained: {
    name: "Lambda durable functions, data retained",
    per: "GB-month",
    usd: 0.15,
    note: "read in secondary sources only",
    ...lambdaPrices,
  },
} as const satisfies Record<string, Price>;

const apiGatewayQuotas = {
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html",
  read,
};
const lambdaQuotas = { url: "https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html", read };
const onDemand = {
  url: "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html",
  read,
};
const stepFunctionsQuotas = {
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html",
  via: "https://github.com/awsdocs/aws-step-functions-developer-guide/blob/master/doc_source/limits-overview.md",
  read,
};

export const quotas = {
  apiThrottle: {
    name: "API Gateway throttle rate",
    limit: 10_000,
    unit: "requests/s per account and region",
    ...apiGatewayQuotas,
  },
  apiThrottleSmall: {
    name: "API Gateway throttle rate",
    limit: 2_500,
    unit: "requests/s per account and region",
    where:
      "Cape Town, Milan, Jakarta, UAE, Hyderabad, Melbourne, Spain, Zurich, Tel Aviv, Calgary, Malaysia, Thailand, Mexico (Central)",
    ...apiGatewayQuotas,
  },
  apiBurst: {
    name: "API Gateway throttle burst",
    limit: 5_000,
    unit: "requests at once per account and region",
    note: "1,250 where the rate is 2,500",
    ...apiGatewayQuotas,
  },
  apiTimeout: {
    name: "API Gateway integration timeout",
    limit: 29,
    unit: "s",
    note: "can be raised for Regional and private APIs, against a lower throttle rate",
    url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html",
    read,
  },
  apiDelete: {
    name: "API Gateway DeleteRestApi",
    limit: 1 / 30,
    unit: "requests/s per account",
    ...apiGatewayQuotas,
  },
  apiCreate: {
    name: "API Gateway CreateRestApi",
    limit: 1 / 3,
    unit: "requests/s per account",
    note: "Regional and private APIs; one in 30 s if edge-optimized",
    ...apiGatewayQuotas,
  },
  apiDeploy: {
    name: "API Gateway CreateDeployment",
    limit: 1 / 5,
    unit: "requests/s per account",
    ...apiGatewayQuotas,
  },
  lambdaConcurrency: {
    name: "Lambda concurrent executions",
    limit: 1_000,
    unit: "executions per account and region",
    note: "a new account has fewer",
    ...lambdaQuotas,
  },
  lambdaRate: {
    name: "Lambda synchronous requests",
    limit: 10_000,
    unit: "requests/s per account and region",
    note: "ten times the concurrent executions",
    ...lambdaQuotas,
  },
  lambdaScaling: {
    name: "Lambda concurrency scaling rate",
    limit: 1_000,
    unit: "more environments in 10 s per function",
    url: "https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html",
    read,
  },
  lambdaTimeout: { name: "Lambda function timeout", limit: 900, unit: "s", ...lambdaQuotas },
  tableWrites: {
    name: "DynamoDB new on-demand table, writes",
    limit: 4_000,
    unit: "write units/s",
    note: "later twice the last peak, within 30 minutes",
    ...onDemand,
  },
  tableReads: {
    name: "DynamoDB new on-demand table, reads",
    limit: 12_000,
    unit: "read units/s",
    note: "later twice the last peak, within 30 minutes",
    ...onDemand,
  },
  tableUnits: {
    name: "DynamoDB table-level throughput",
    limit: 40_000,
    unit: "units/s, for reads and for writes",
    ...onDemand,
  },
  transitions: {
    name: "Step Functions StateTransition",
    limit: 1_500,
    unit: "transitions/s per account and region",
    note: "in us-east-1, us-west-2 and eu-west-1, with a bucket of 5,000; elsewhere 500 and 800. Read in the archived guide: AWS may have raised it",
    ...stepFunctionsQuotas,
  },
  executionStarts: {
    name: "Step Functions StartExecution",
    limit: 300,
    unit: "starts/s per account and region",
    note: "in us-east-1, us-west-2 and eu-west-1; elsewhere 150. Read in the archived guide: AWS may have raised it",
    ...stepFunctionsQuotas,
  },
  executionBurst: {
    name: "Step Functions StartExecution bucket",
    limit: 1_300,
    unit: "starts at once per account and region",
    note: "in us-east-1, us-west-2 and eu-west-1; elsewhere 800. Read in the archived guide: AWS may have raised it",
    ...stepFunctionsQuotas,
  },
  taskTokens: {
    name: "Step Functions SendTaskSuccess",
    limit: 500,
    unit: "callbacks/s per account and region",
    note: "in us-east-1, us-west-2 and eu-west-1, with a bucket of 3,000; elsewhere 300. Read in the archived guide: AWS may have raised it",
    ...stepFunctionsQuotas,
  },
  openExecutions: {
    name: "Step Functions open executions",
    limit: 1_000_000,
    unit: "executions per account and region",
    ...stepFunctionsQuotas,
  },
  historyEvents: {
    name: "Step Functions execution history",
    limit: 25_000,
    unit: "events per execution",
    ...stepFunctionsQuotas,
  },
  durableOperations: {
    name: "Lambda durable operations",
    limit: 3_000,
    unit: "operations per execution",
    ...lambdaQuotas,
  },
  maxPollCount: {
    name: "Conductor maxPollCount",
    limit: 1_000,
    unit: "polls per task",
    note: "a default: set the field",
    url: "https://github.com/conductor-oss/conductor/tree/main/docs/devguide/cookbook",
    read,
  },
} as const satisfies Record<string, Quota>;

export type PriceName = keyof typeof prices;

/** What `units` of a price (in its own `per`) cost in a month, in USD. */
export function usdFor(name: PriceName, units: number): number {
  const price: Price = prices[name];
  const steps = [{ from: 0, usd: price.usd }, ...(price.tiers ?? [])];
  return steps.reduce((total, { from, usd }, index) => {
    const to = steps[index + 1]?.from ?? Number.POSITIVE_INFINITY;
    return total + Math.max(0, Math.min(units, to) - from) * usd;
  }, 0);
}
