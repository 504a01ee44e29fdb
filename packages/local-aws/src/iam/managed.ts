import { createHash } from "node:crypto";
import { iamArn } from "./arns.ts";
import documents from "./aws-managed-policies.json" with { type: "json" };
import type { ManagedPolicy } from "./store.ts";

const byArn = new Map(documents.map((entry) => [arnOf(entry), entry]));
const made = new Map<string, ManagedPolicy>();

/** An AWS managed policy with its published document; only those that this tutorial can need. */
export function awsManaged(arn: string): ManagedPolicy | undefined {
  const entry = byArn.get(arn);
  if (!entry) return undefined;
  const known = made.get(arn) ?? policyOf(entry);
  made.set(arn, known);
  return known;
}

/** All of them, as ListPolicies lists them with scope AWS. */
export function awsManagedPolicies(): ManagedPolicy[] {
  return [...byArn.keys()].flatMap((arn) => awsManaged(arn) ?? []);
}

export function isAwsManaged(arn: string): boolean {
  return arn.startsWith("arn:aws:iam::aws:policy/");
}

type Entry = (typeof documents)[number];

function policyOf(entry: Entry): ManagedPolicy {
  const { name, path, defaultVersionId, createDate, updateDate } = entry;
  return {
    name,
    id: `ANPA${createHash("sha256").update(name).digest("hex").slice(0, 17).toUpperCase()}`,
    arn: arnOf(entry),
    path,
    createDate,
    updateDate,
    defaultVersionId,
    versionsMade: Number(defaultVersionId.slice(1)),
    versions: [
      { versionId: defaultVersionId, document: JSON.stringify(entry.document), createDate: updateDate },
    ],
    tags: [],
  };
}

function arnOf({ name, path }: { name: string; path: string }): string {
  return iamArn("policy", { accountId: "aws", path, name });
}
