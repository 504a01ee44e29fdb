/** What is otherwise than on AWS, and why. */
export interface Different {
  area: string;
  what: string;
  why: string;
}

const outside = "No part of this tutorial.";

/** Kept by hand: what one who comes from here to AWS would notice. */
export const different: readonly Different[] = [
  {
    area: "Everything",
    what: "HTTP without TLS on the loopback interface; aws:SecureTransport is false and aws:SourceIp 127.0.0.1",
    why: "Nothing leaves this machine.",
  },
  {
    area: "Everything",
    what: "Every region is there, and each is empty until used; the account is 000000000000",
    why: "Regions are only names here; `--account` poses as another account.",
  },
  {
    area: "Everything",
    what: "The access key test with the secret test is the account's root user",
    why: "Nobody should need an account to begin. Other identities are made through IAM and held to their policies.",
  },
  {
    area: "Everything",
    what: "AWS's own request rates are not enforced, but for API Gateway's control plane with `--quotas`",
    why: "Waiting teaches nothing the first time; `--quotas` is for rehearsing a class.",
  },
  {
    area: "API Gateway",
    what: "HTTP and VPC-link integrations can be configured, not called: 500, and the execution log says so",
    why: "Nothing leaves this machine; the tutorial calls a function.",
  },
  {
    area: "API Gateway",
    what: "No authorizers: a method cannot ask for one, and an import with one is refused",
    why: "A method behind an authorizer that nobody runs would be open to everybody.",
  },
  {
    area: "API Gateway",
    what: "No canaries: a stage or a deployment with canarySettings is refused",
    why: outside,
  },
  {
    area: "API Gateway",
    what: "Settings of a stage for caching, tracing, metrics and access logs are kept, and have no effect",
    why: "The execution log of every call stands in `npx tsx local logs`, which needs no role in the account settings.",
  },
  {
    area: "API Gateway",
    what: "The execution log shows no signature of the call to a function, and of Lambda's own headers the content type alone",
    why: "The call does not leave this process: there is neither.",
  },
  {
    area: "API Gateway",
    what: "No custom domain names, client certificates, VPC links, documentation parts or SDK generation",
    why: outside,
  },
  {
    area: "API Gateway",
    what: "A usage plan admits keys; its quota and rate are kept, not counted",
    why: outside,
  },
  {
    area: "API Gateway",
    what: "No CloudFront stands before an edge API: its headers (Via, X-Cache, X-Amz-Cf-…, CloudFront-…) reach neither the function nor the client",
    why: "Nothing leaves this machine.",
  },
  {
    area: "API Gateway",
    what: "A private API answers 403 to everybody",
    why: "On AWS its name is known inside a VPC alone.",
  },
  {
    area: "Lambda",
    what: "A function is a process of yours with your machine's Node or Python, whichever version the runtime names",
    why: "Nothing but Node is needed to begin. The first line of its log, INIT_START, says which version it is.",
  },
  {
    area: "Lambda",
    what: "It sees your files and your network: it is kept from your environment, not from your machine",
    why: "Isolation needs more than Node. Run only code that you would run yourself.",
  },
  {
    area: "Lambda",
    what: "MemorySize bounds the heap of Node; Python is not bounded",
    why: "No limit for a process works the same on every system.",
  },
  {
    area: "Lambda",
    what: "Runtimes other than nodejs and python, container images, layers, VPCs and file systems are refused by name",
    why: outside,
  },
  {
    area: "Lambda",
    what: "Destinations are refused; a dead-letter queue, tracing and SnapStart are kept, and have no effect",
    why: "There is no queue or topic to send to; what was given up stands in `npx tsx local logs`.",
  },
  {
    area: "Lambda",
    what: "AWS_LAMBDA_EXEC_WRAPPER is refused by name",
    why: outside,
  },
  {
    area: "Lambda",
    what: "An account has 100 concurrent executions, and an idle process ends after 60 seconds",
    why: "One machine holds no 1,000 processes. A new AWS account may have 10.",
  },
  {
    area: "Lambda",
    what: "Between invocations a function stands still, but for programs and worker threads that it started and, on Windows, threads of Python",
    why: "It waits for its next invocation within its own process, and so ends with the cloud even if that is killed.",
  },
  {
    area: "Lambda",
    what: "A function is Active after a moment, not after about a second",
    why: "The state in between can be seen, and is not worth waiting for.",
  },
  {
    area: "IAM",
    what: "Changes hold at once; only with `--slow-iam` a new role cannot be assumed for 10 seconds",
    why: "On AWS it takes some seconds, not always the same.",
  },
  {
    area: "IAM",
    what: "Of AWS's own policies those for the services here are there",
    why: "The documents are AWS's; the others would allow what is not here.",
  },
  {
    area: "IAM",
    what: "No groups, instance profiles, identity providers, MFA, service control policies, session policies or session tags",
    why: outside,
  },
  {
    area: "CloudWatch Logs",
    what: "A log group keeps its last 4 MB in at most 1,000 streams",
    why: "A function that prints without end must not fill the disk.",
  },
  {
    area: "CloudWatch Logs",
    what: "No keys, deletion protection or classes of log groups: a group with one is refused",
    why: outside,
  },
  {
    area: "CloudWatch Logs",
    what: "Filter patterns with columns or regular expressions are refused by name; no Insights, metric filters or subscriptions",
    why: outside,
  },
  {
    area: "DynamoDB",
    what: "The expression parser is dynalite's: a syntax error is told in other words than AWS's token and place",
    why: "Status and code are AWS's. The wordings that differ are listed beside the comparison with DynamoDB Local.",
  },
  {
    area: "DynamoDB",
    what: "Expressions with more than 4 levels of parentheses are refused by name",
    why: "dynalite's parser takes seconds for 8 levels.",
  },
  {
    area: "DynamoDB",
    what: "No transactions, PartiQL, streams, global tables, backups, keys of your own, or new indexes of a table that is there",
    why: outside,
  },
  {
    area: "DynamoDB",
    what: "Time to live and point-in-time recovery are kept and told; nothing expires, nothing can be restored",
    why: "On AWS an expired item goes within days, too late to be seen in a tutorial.",
  },
  {
    area: "DynamoDB",
    what: "Provisioned capacity is kept, not enforced",
    why: "One learner does not reach it.",
  },
];
