import { type Names, rolePrefix } from "@long-running-api/kit/names";

/** A statement of an IAM policy. */
export interface Statement {
  readonly Sid: string;
  readonly Effect: "Allow";
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export interface Policy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly Statement[];
}

/** The managed policy that bounds every role of the class. */
export const boundaryName = "long-running-api-class-boundary";

/** The boundary's ARN in an account. */
export function boundaryArn(account: string): string {
  return `arn:aws:iam::${account}:policy/${boundaryName}`;
}

/** What a role of the class can be given at most: one kind of table, and logs. */
export function boundary(): Policy {
  return {
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Table",
        Effect: "Allow",
        Action: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"],
        Resource: "arn:aws:dynamodb:*:*:table/lambda-invocation-status*",
      },
      {
        Sid: "Logs",
        Effect: "Allow",
        Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: "arn:aws:logs:*:*:*",
      },
    ],
  };
}

/** Actions on roles that know the key iam:PermissionsBoundary: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html */
const bounded: readonly string[] = [
  "iam:CreateRole",
  "iam:PutRolePolicy",
  "iam:DeleteRolePolicy",
  "iam:AttachRolePolicy",
  "iam:DetachRolePolicy",
];

/**
 * One learner's policy: the class's (docs/learner-policy.json) with the learner's own names, and with roles only inside the
 * boundary. Lists and API Gateway's resources have no names; they stay as they are.
 */
export function policyOf(names: Names, template: Policy, account: string): Policy {
  const condition = { StringEquals: { "iam:PermissionsBoundary": boundaryArn(account) } };
  return {
    Version: "2012-10-17",
    Statement: template.Statement.map((statement) => narrowed(statement, names)).flatMap((statement) => {
      const actions = [statement.Action].flat();
      const inside = actions.filter((action) => bounded.includes(action));
      if (inside.length === 0) return [statement];
      const rest = actions.filter((action) => !bounded.includes(action));
      return [
        ...(rest.length > 0 ? [{ ...statement, Action: rest }] : []),
        {
          ...statement,
          Sid: `${statement.Sid}InBoundary`,
          Action: inside,
          Condition: { ...statement.Condition, ...condition },
        },
      ];
    }),
  };
}

function narrowed(statement: Statement, names: Names): Statement {
  const own: Readonly<Record<string, string>> = {
    "table/lambda-invocation-status*": `table/${names.table}`,
    [`role/${rolePrefix}*`]: `role/${names.role}`,
    "function:long-running-api*": `function:${names.function}`,
    "log-group:/aws/lambda/long-running-api*": `log-group:/aws/lambda/${names.function}*`,
  };
  const resource = (arn: string) =>
    Object.entries(own).reduce((text, [wide, narrow]) => text.replace(wide, narrow), arn);
  const { Resource } = statement;
  return {
    ...statement,
    Resource: typeof Resource === "string" ? resource(Resource) : Resource.map(resource),
  };
}

/** A larger template must be in S3, where it may have a megabyte: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html */
export const templateBodyBytesMax = 51_200;

/** A CloudFormation template: the boundary, and for each learner a managed policy and a user with it. */
export function cloudFormation(
  learners: readonly { names: Names; learner: string }[],
  template: Policy,
): object {
  const account = "${AWS::AccountId}";
  const resources = learners.flatMap(({ names, learner }) => {
    const id = learner.replace(/(^|-)([a-z0-9])/g, (_, _hyphen, letter: string) => letter.toUpperCase());
    const unique = `${id}${learner.length}x${[...learner].filter((letter) => letter === "-").length}`;
    return [
      [
        `${unique}Policy`,
        {
          Type: "AWS::IAM::ManagedPolicy",
          DependsOn: "Boundary",
          Properties: {
            ManagedPolicyName: `long-running-api-${learner}`,
            PolicyDocument: substituted(policyOf(names, template, account)),
          },
        },
      ],
      [
        `${unique}User`,
        {
          Type: "AWS::IAM::User",
          Properties: {
            UserName: `long-running-api-${learner}`,
            ManagedPolicyArns: [{ Ref: `${unique}Policy` }],
          },
        },
      ],
    ] as const;
  });
  return {
    AWSTemplateFormatVersion: "2010-09-09",
    Description: "The learners of a class of the long-running API tutorial. Create access keys by hand.",
    Resources: {
      Boundary: {
        Type: "AWS::IAM::ManagedPolicy",
        Properties: { ManagedPolicyName: boundaryName, PolicyDocument: boundary() },
      },
      ...Object.fromEntries(resources),
    },
  };
}

/** Texts with ${…} become Fn::Sub. */
function substituted(value: unknown): unknown {
  if (typeof value === "string") return value.includes("${") ? { "Fn::Sub": value } : value;
  if (Array.isArray(value)) return value.map(substituted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, substituted(each)]));
}
