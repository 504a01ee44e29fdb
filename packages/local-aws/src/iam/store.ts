import type { Collection, Store } from "../store.ts";

export interface Tag {
  Key: string;
  Value: string;
}

/** What roles and users have in common. Times are ISO strings. */
export interface Principal {
  /** RoleName or UserName, as it was given; names differ by more than case. */
  name: string;
  id: string;
  arn: string;
  path: string;
  createDate: string;
  permissionsBoundary?: string;
  tags: readonly Tag[];
  /** Inline policies: document by name. */
  inline: Readonly<Record<string, string>>;
  /** ARNs of managed policies, in the order in which they were attached. */
  attached: readonly string[];
}

export interface RoleRecord extends Principal {
  trust: string;
  description?: string;
  maxSessionSeconds: number;
  lastUsed?: { date: string; region: string };
}

export type UserRecord = Principal;

export interface PolicyVersion {
  versionId: string;
  document: string;
  createDate: string;
}

export interface ManagedPolicy {
  name: string;
  id: string;
  arn: string;
  path: string;
  description?: string;
  createDate: string;
  updateDate: string;
  defaultVersionId: string;
  /** How many versions there ever were: a number is never given twice. */
  versionsMade: number;
  versions: readonly PolicyVersion[];
  tags: readonly Tag[];
}

export interface AccessKeyRecord {
  accessKeyId: string;
  secretAccessKey: string;
  userName: string;
  status: "Active" | "Inactive";
  createDate: string;
}

export interface IamStore {
  accountId: string;
  roles: Collection<RoleRecord>;
  users: Collection<UserRecord>;
  policies: Collection<ManagedPolicy>;
  accessKeys: Collection<AccessKeyRecord>;
  /** What temporary credentials are made from; kept, so that they outlive a restart. */
  secrets: Collection<{ secret: string }>;
  random(bytes: number): Buffer;
  transaction<R>(body: () => R): R;
}

/** IAM's documents. IAM is global: no region in the keys. */
export function openIamStore(
  store: Store,
  { accountId, random }: { accountId: string; random(bytes: number): Buffer },
): IamStore {
  return {
    accountId,
    roles: store.collection("iam/roles"),
    users: store.collection("iam/users"),
    policies: store.collection("iam/policies"),
    accessKeys: store.collection("iam/access-keys"),
    secrets: store.collection("iam/secrets"),
    random,
    transaction: (body) => store.transaction(body),
  };
}

/** The key of a role or user: IAM does not tell names apart by case. */
export function keyOf(name: string): string {
  return name.toLowerCase();
}

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const idLengths = { AROA: 21, AIDA: 21, ANPA: 21, AKIA: 20, ASIA: 20 };

/** An id as IAM makes them, e.g. AROA… for a role, AKIA… for an access key. */
export function newId(prefix: keyof typeof idLengths, random: IamStore["random"]): string {
  const bytes = random(idLengths[prefix] - prefix.length);
  return prefix + [...bytes].map((byte) => idAlphabet[byte % 32]).join("");
}
