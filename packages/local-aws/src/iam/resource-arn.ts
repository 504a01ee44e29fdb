import { malformed } from "./errors.ts";

const iamPaths =
  "user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/";
const partitions = new Set(["aws", "aws-cn", "aws-us-gov", "*"]);

export function isPartition(name: string | undefined): boolean {
  return name !== undefined && partitions.has(name);
}

/** Rejects a `Resource` that is not an ARN; a truncated one matches any, e.g. `arn:aws:dynamodb`. */
export function requireResource(resource: string): void {
  if (/^\*+$/.test(resource)) return;
  const [, ...rest] = resource.split(":");
  if (rest.length === 0) throw malformed(`Resource ${resource} must be in ARN format or "*".`);
  const [partition = "", service = "", region = "", account = ""] = rest;
  if (!isPartition(partition)) {
    const shown = ["arn", ...rest, ...Array(Math.max(0, 5 - rest.length)).fill("*")].join(":");
    throw malformed(`Partition "${partition}" is not valid for resource "${shown}".`);
  }
  if (rest.length < 2 || /[*?]/.test(service))
    throw malformed("Resource vendor must be fully qualified and cannot contain regexes.");
  if (service === "iam") requireIamPath(resource, region, rest.slice(4).join(":"));
  if (service === "s3" && account === "" && region !== "" && region !== "*")
    throw malformed(`Resource ${resource} can not contain region information.`);
}

function requireIamPath(resource: string, region: string, path: string): void {
  if (region !== "" && region !== "*")
    throw malformed(`IAM resource ${resource} cannot contain region information.`);
  const begins = iamPaths.split(", ").some((begin) => path.startsWith(begin));
  if (path !== "" && !begins && !/^[*?]/.test(path) && path !== "root")
    throw malformed(`IAM resource path must either be "*" or start with ${iamPaths}.`);
}
