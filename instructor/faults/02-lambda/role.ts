import { faultsOf } from "../../fault.ts";
import { dropBareRole, giveBareRole } from "../change/other-function.ts";
import { allowInstead, allowNothing, bound, removeRole, trust, trustPolicy } from "../change/role.ts";

const actions = ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"];
const allBut = (missing: string) => actions.filter((action) => action !== `dynamodb:${missing}`);

/** Faults in the function's execution role and its policies. */
export const roleFaults = faultsOf("02-lambda", [
  {
    id: "role-gone",
    story: "The execution role is deleted.",
    trips: ["02-lambda/role"],
    inject: removeRole,
  },
  {
    id: "role-trusts-ec2",
    story: "The role was created with the use case EC2.",
    trips: ["02-lambda/role"],
    inject: trust({ Service: "ec2.amazonaws.com" }),
  },
  {
    id: "role-denies-lambda",
    story: "The trust policy both allows and denies Lambda to assume the role.",
    trips: ["02-lambda/role"],
    inject: trustPolicy(
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
      { Effect: "Deny", Principal: { Service: "lambda.amazonaws.com" } },
    ),
  },
  {
    id: "trust-wants-external-id",
    story: "The trust policy requires an external ID.",
    trips: ["02-lambda/role"],
    inject: trustPolicy({
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Condition: { StringEquals: { "sts:ExternalId": "tutorial" } },
    }),
  },
  {
    id: "trust-for-other-account",
    story: "The trust policy lets Lambda assume the role only for another account.",
    trips: ["02-lambda/role"],
    inject: trustPolicy({
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    }),
  },
  {
    id: "policy-on-other-role",
    story: "The function has the role that the console created with it, without the policy.",
    trips: ["02-lambda/permissions"],
    inject: giveBareRole,
    cleanUp: dropBareRole,
  },
  {
    id: "no-table-permissions",
    story: "The role's policy for the table is removed.",
    trips: ["02-lambda/permissions"],
    inject: allowNothing,
  },
  {
    id: "may-not-put",
    story: "The role's policy only allows reading.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((Resource) => [{ Effect: "Allow", Action: ["dynamodb:GetItem"], Resource }]),
  },
  {
    id: "may-not-get",
    story: "The role's policy lacks GetItem.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((Resource) => [{ Effect: "Allow", Action: allBut("GetItem"), Resource }]),
  },
  {
    id: "may-not-update",
    story: "The role's policy lacks UpdateItem.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((Resource) => [{ Effect: "Allow", Action: allBut("UpdateItem"), Resource }]),
  },
  {
    id: "policy-for-other-table",
    story: "The role's policy has another table's ARN.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((arn) => [{ Effect: "Allow", Action: actions, Resource: `${arn}-old` }]),
  },
  {
    id: "policy-for-other-region",
    story: "The table's ARN in the role's policy has another region.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((arn) => [
      { Effect: "Allow", Action: actions, Resource: arn.replace(/^((?:[^:]*:){3})[^:]*/, "$1eu-west-1") },
    ]),
  },
  {
    id: "policy-denies",
    story: "The role's policy has a statement that denies writes.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((Resource) => [
      { Effect: "Allow", Action: "dynamodb:*", Resource },
      { Effect: "Deny", Action: "dynamodb:UpdateItem", Resource: "*" },
    ]),
  },
  {
    id: "boundary",
    story: "The role has a permissions boundary without DynamoDB.",
    trips: ["02-lambda/permissions"],
    inject: bound("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"),
  },
  {
    id: "permission-with-condition",
    story:
      "The role's policy allows the table only through a VPC endpoint, but the function is not in a VPC.",
    trips: ["02-lambda/answers"],
    unsure: ["02-lambda/permissions"],
    inject: allowInstead((Resource) => [
      {
        Effect: "Allow",
        Action: actions,
        Resource,
        Condition: { StringEquals: { "aws:SourceVpce": "vpce-1a2b3c4d" } },
      },
    ]),
  },
]);
