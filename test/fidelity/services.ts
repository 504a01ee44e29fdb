/** The services of the embedded AWS, in the order of the page. */
export const services = [
  {
    id: "api-gateway",
    title: "API Gateway",
    commands: ["apigateway"],
    same: "REST APIs from import to call: API keys, IAM authorization, models and validators, resource policies, mapping templates (VTL and JSONPath), parameter mapping, content negotiation, binary media types, Lambda (proxy and custom) and mock integrations, selection patterns, gateway responses, throttling, deployments, stages, execution logs, and export to OpenAPI.",
  },
  {
    id: "lambda",
    title: "Lambda",
    commands: ["lambda"],
    same: "Functions in Node.js and Python with versions, aliases, resource-based policies and reserved concurrency; RequestResponse, Event and DryRun invocations; retries of a failed Event, also across a restart; timeouts; logs. A function is frozen between invocations.",
  },
  {
    id: "dynamodb",
    title: "DynamoDB",
    commands: ["dynamodb"],
    same: "Tables, items, conditions, update and projection expressions, queries, scans, batches, secondary indexes and tags. The engine is dynalite, corrected where it differs.",
  },
  {
    id: "iam",
    title: "IAM and STS",
    commands: ["iam", "sts"],
    same: "Signature Version 4 on each call, users, access keys, roles, trust policies, managed and inline policies, permissions boundaries, condition keys, policy simulation, AssumeRole with temporary credentials, and AWS's error messages.",
  },
  {
    id: "logs",
    title: "CloudWatch Logs",
    commands: ["logs"],
    same: "Log groups and streams, retention, tags, events, and filter patterns for text and JSON. A function writes its logs only if its execution role allows it.",
  },
  {
    id: "tagging",
    title: "Resource Groups Tagging",
    commands: ["resourcegroupstaggingapi"],
    same: "Finds tables, functions, APIs and log groups by tag and type. No IAM roles, as on AWS.",
  },
] as const;

export type ServiceId = (typeof services)[number]["id"];
