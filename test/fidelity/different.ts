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
  "HTTP on the loopback interface, without TLS. In policies `aws:SecureTransport` is false and `aws:SourceIp` is 127.0.0.1.",
  "The account is 000000000000 (`--account` sets another). Every region exists, and is empty until you use it.",
  "The access key `test` with the secret `test` is the account's root user. Identities that you create in IAM are held to their policies.",
  "AWS's request rates are enforced only with `npx tsx local --quotas`, and only those of API Gateway's control plane.",
];

export const differences: Readonly<Record<ServiceId, Differences>> = {
  "api-gateway": {
    different: [
      "HTTP and VPC-link integrations can be configured, but a call returns 500: nothing leaves this machine.",
      "Caching, tracing, metrics and access-log settings of a stage have no effect. `npx tsx local logs` shows the execution log of every call.",
      "The execution log shows no signature for the call to Lambda, and of Lambda's headers only the content type.",
      "A usage plan admits API keys; its quota and rate have no effect.",
      "An edge-optimized API lacks CloudFront's headers (`Via`, `X-Cache`, `X-Amz-Cf-…`, `CloudFront-…`).",
      "A private API returns 403 to every caller. On AWS its name resolves only inside a VPC.",
      "A mapping that takes more than 10 s, or a selection pattern that backtracks too much, fails its call with 500.",
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
      "A function is a process on your machine, with your version of Node.js or Python: the first line of its log (`INIT_START`) shows it.",
      "It does not see your environment variables, but it can reach your files and your network. Run only code that you would run yourself.",
      "`MemorySize` limits the heap of Node.js, not Python.",
      "The account has 100 concurrent executions; Events use 90, fewer with little memory. Idle processes end after one to ten minutes.",
      "Programs and worker threads that a function started are not frozen between invocations, nor are Python threads on Windows. A detached one ends with the cloud on Linux only.",
      "A new function is Active almost at once, on AWS after about a second.",
      "A dead-letter queue, tracing and SnapStart have no effect. `npx tsx local logs` shows discarded events.",
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
      "The message for a syntax error in an expression does not quote the token. Status and error code are AWS's.",
      "Expressions with more than 4 levels of parentheses are refused.",
      "Time to live, point-in-time recovery and provisioned capacity are stored and returned, but nothing expires, is restored or is throttled.",
    ],
    refused: ["customer managed keys", "new indexes on an existing table"],
    absent: ["transactions", "PartiQL", "streams", "global tables", "backups"],
  },
  iam: {
    different: [
      "Changes take effect at once, on AWS after some seconds. With `npx tsx local --slow-iam` a new role cannot be assumed for 10 seconds.",
      "Of AWS's managed policies only those for these services exist.",
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
    different: ["A log group keeps its last 4 MB, in at most 1,000 streams."],
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
