import type { ServiceId } from "./services.ts";

/** Differences that users notice when they move to AWS, maintained by hand. */
export interface Differences {
  /** Each one a sentence or two: what is different, and why. */
  different: readonly string[];
  /** Features that are rejected by name. */
  refused: readonly string[];
  /** Features that have no action here. */
  absent: readonly string[];
}

/** Differences of all services. */
export const differentEverywhere: readonly string[] = [
  "Clients use HTTP, not TLS, on the loopback interface. In policies, `aws:SecureTransport` is false and `aws:SourceIp` is 127.0.0.1.",
  "The account is 000000000000 (`--account` sets another). Every region exists, and is empty until you use it.",
  "The access key `test` with the secret `test` is the account's root user, so that you can start without an account. Identities that you create in IAM are held to their policies.",
  "AWS's request rates are not enforced. `npx tsx local --quotas` enforces those of API Gateway's control plane, to rehearse a class.",
];

export const differences: Readonly<Record<ServiceId, Differences>> = {
  "api-gateway": {
    different: [
      "HTTP and VPC-link integrations can be configured, but not called: nothing leaves this machine, and the call returns 500.",
      "Caching, tracing, metrics and access-log settings of a stage are stored and have no effect. `npx tsx local logs` shows the execution log of every call.",
      "The execution log shows no signature for the call to Lambda, and of Lambda's headers only the content type.",
      "A usage plan admits API keys. Its quota and rate are stored, not counted.",
      "An edge-optimized API has no CloudFront: its headers (`Via`, `X-Cache`, `X-Amz-Cf-…`, `CloudFront-…`) are missing.",
      "A private API returns 403 to every caller. On AWS its name resolves only inside a VPC.",
      "A mapping that works for over 10 s, or a selection pattern that backtracks too much, fails its call with 500.",
    ],
    refused: [
      "authorizers (without one, the method would be open to everyone)",
      "canaries",
      "AWS integrations, except with Lambda and DynamoDB (GetItem, PutItem, UpdateItem, Query)",
    ],
    absent: [
      "`X-HTTP-Method-Override`",
      "custom domain names",
      "client certificates",
      "VPC links",
      "documentation parts",
      "SDK generation",
    ],
  },
  lambda: {
    different: [
      "A function is a process on your machine and uses your Node.js or Python, whatever version its runtime names. The first line of its log (`INIT_START`) shows the version.",
      "The process does not see your environment variables, but it can reach your files and your network. Run only code that you would run yourself.",
      "`MemorySize` limits the heap of Node.js. It does not limit Python.",
      "The account has 100 concurrent executions; Events use 90, fewer with little memory. Idle processes end after one to ten minutes.",
      "Programs and worker threads that a function started are not frozen between invocations, nor are Python threads on Windows. A detached one ends with the cloud on Linux only.",
      "A new function is Active almost at once. On AWS it takes about a second.",
      "A dead-letter queue, tracing and SnapStart are stored and have no effect. `npx tsx local logs` shows the events that Lambda discarded.",
    ],
    refused: [
      "runtimes other than Node.js and Python",
      "container images",
      "layers",
      "VPCs",
      "file systems",
      "destinations",
      "`AWS_LAMBDA_EXEC_WRAPPER`",
    ],
    absent: [],
  },
  dynamodb: {
    different: [
      "The message for a syntax error in an expression is dynalite's: it does not quote the token and its position. Status and error code are AWS's.",
      "Expressions with more than 4 levels of parentheses are refused, because dynalite's parser needs seconds for 8.",
      "Time to live and point-in-time recovery are stored and returned. Nothing expires, and nothing can be restored. On AWS an expired item disappears within days, too late for a tutorial.",
      "Provisioned capacity is stored, not enforced.",
    ],
    refused: ["customer managed keys", "new indexes on an existing table"],
    absent: ["transactions", "PartiQL", "streams", "global tables", "backups"],
  },
  iam: {
    different: [
      "Changes take effect at once. On AWS they take some seconds; with `npx tsx local --slow-iam` a new role cannot be assumed for 10 seconds.",
      "Only the AWS managed policies for these services exist. Their documents are AWS's.",
    ],
    refused: [],
    absent: [
      "groups",
      "instance profiles",
      "identity providers",
      "MFA",
      "service control policies",
      "session policies",
      "session tags",
    ],
  },
  logs: {
    different: [
      "A log group keeps its last 4 MB in at most 1,000 streams, so that a function that prints without end cannot fill the disk.",
    ],
    refused: [
      "KMS keys",
      "deletion protection",
      "log group classes",
      "filter patterns with columns or regular expressions",
    ],
    absent: ["Logs Insights", "metric filters", "subscriptions"],
  },
  tagging: { different: [], refused: [], absent: [] },
};
