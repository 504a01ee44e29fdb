import type { Collection, Store } from "../store.ts";

export interface Tag {
  Key: string;
  Value: string;
}

/** The common members of roles and users. Times are ISO strings. */
export interface Principal {
  /** RoleName or UserName as given; names are unique regardless of case. */
  name: string;
  id: string;
  arn: string;
  path: string;
  createDate: string;
  permissionsBoundary?: string;
  tags: readonly Tag[];
  /** Inline policies: document by name. */
  inline: Readonly<Record<string, string>>;
  /** ARNs of managed policies, in order of attachment. */
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
  /** The number of versions ever created: version numbers are not reused. */
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
  /** The secret that temporary credentials are derived from; stored, so that they survive a restart. */
  secrets: Collection<{ secret: string }>;
  random(bytes: number): Buffer;
  transaction<R>(body: () => R): R;
}

/** IAM's documents. IAM is global: keys have no region. */
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

/** The store key of a role or user: IAM names are case-insensitive. */
export function keyOf(name: string): string {
  return name.toLowerCase();
}

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const idLengths = { AROA: 21, AIDA: 21, ANPA: 21, AKIA: 20, ASIA: 20 };

/** An id as IAM generates it, e.g. AROA… for a role, AKIA… for an access key. */
export function newId(prefix: keyof typeof idLengths, random: IamStore["random"]): string {
  const bytes = random(idLengths[prefix] - prefix.length);
  return prefix + [...bytes].map((byte) => idAlphabet[byte % 32]).join("");
}
