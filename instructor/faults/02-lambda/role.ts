import { faultsOf } from "../../fault.ts";
import { dropBareRole, giveBareRole } from "../change/other-function.ts";
import { allowInstead, allowNothing, bound, removeRole, trust, trustPolicy } from "../change/role.ts";

const actions = ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"];
const allBut = (missing: string) => actions.filter((action) => action !== `dynamodb:${missing}`);

/** What the function may do, and as whom. */
export const roleFaults = faultsOf("02-lambda", [
  {
    id: "role-gone",
    story: "Somebody deleted the execution role.",
    trips: ["02-lambda/role"],
    inject: removeRole,
  },
  {
    id: "role-trusts-ec2",
    story: "Somebody chose EC2 as the role's use case.",
    trips: ["02-lambda/role"],
    inject: trust({ Service: "ec2.amazonaws.com" }),
  },
  {
    id: "role-denies-lambda",
    story: "Somebody allowed Lambda to assume the role, and denied it too.",
    trips: ["02-lambda/role"],
    inject: trustPolicy(
      { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
      { Effect: "Deny", Principal: { Service: "lambda.amazonaws.com" } },
    ),
  },
  {
    id: "trust-wants-external-id",
    story: "Somebody copied a trust policy that asks for an external id.",
    trips: ["02-lambda/role"],
    inject: trustPolicy({
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Condition: { StringEquals: { "sts:ExternalId": "tutorial" } },
    }),
  },
  {
    id: "trust-for-other-account",
    story: "Somebody's trust policy lets Lambda assume the role for another account.",
    trips: ["02-lambda/role"],
    inject: trustPolicy({
      Effect: "Allow",
      Principal: { Service: "lambda.amazonaws.com" },
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    }),
  },
  {
    id: "policy-on-other-role",
    story: "Somebody left the function the role that the console made with it, without the policy.",
    trips: ["02-lambda/permissions"],
    inject: giveBareRole,
    cleanUp: dropBareRole,
  },
  {
    id: "no-table-permissions",
    story: "Somebody took the policy away by which the role may use the table.",
    trips: ["02-lambda/permissions"],
    inject: allowNothing,
  },
  {
    id: "may-not-put",
    story: "Somebody chose a policy that only reads.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((Resource) => [{ Effect: "Allow", Action: ["dynamodb:GetItem"], Resource }]),
  },
  {
    id: "may-not-get",
    story: "Somebody forgot GetItem in the policy.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((Resource) => [{ Effect: "Allow", Action: allBut("GetItem"), Resource }]),
  },
  {
    id: "may-not-update",
    story: "Somebody forgot UpdateItem in the policy.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((Resource) => [{ Effect: "Allow", Action: allBut("UpdateItem"), Resource }]),
  },
  {
    id: "policy-for-other-table",
    story: "Somebody wrote another table's ARN into the policy.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((arn) => [{ Effect: "Allow", Action: actions, Resource: `${arn}-old` }]),
  },
  {
    id: "policy-for-other-region",
    story: "Somebody wrote another region into the table's ARN in the policy.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((arn) => [
      { Effect: "Allow", Action: actions, Resource: arn.replace(/^((?:[^:]*:){3})[^:]*/, "$1eu-west-1") },
    ]),
  },
  {
    id: "policy-denies",
    story: "Somebody added a statement that denies writing.",
    trips: ["02-lambda/permissions"],
    inject: allowInstead((Resource) => [
      { Effect: "Allow", Action: "dynamodb:*", Resource },
      { Effect: "Deny", Action: "dynamodb:UpdateItem", Resource: "*" },
    ]),
  },
  {
    id: "boundary",
    story: "Somebody set a permissions boundary that leaves nothing of DynamoDB.",
    trips: ["02-lambda/permissions"],
    inject: bound("arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"),
  },
  {
    id: "permission-with-condition",
    story: "Somebody allowed the table only through a VPC endpoint, and the function is in no VPC.",
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
