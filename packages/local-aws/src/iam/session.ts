import { createHmac, timingSafeEqual } from "node:crypto";
import { type IamStore, keyOf, newId, type RoleRecord } from "./store.ts";

/** Temporary credentials, as Lambda gives them to a function and AssumeRole to a caller. */
export interface TemporaryCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string;
  expiration: Date;
}

/** The content of a verified session token. */
export interface Session {
  accessKeyId: string;
  /** Not in the token: it is derived from the access key. */
  secretAccessKey: string;
  roleName: string;
  roleId: string;
  sessionName: string;
  expiresAt: number;
}

/**
 * Creates temporary credentials. Nothing is stored: the token carries the session, signed with a secret of this cloud,
 * and the secret key is derived from the access key. So they survive a restart, and no list of them grows.
 */
export function openSession(
  role: RoleRecord,
  sessionName: string,
  { store, now, seconds }: { store: IamStore; now: Date; seconds: number },
): TemporaryCredentials {
  const expiration = new Date(now.getTime() + seconds * 1000);
  const session: Sealed = {
    accessKeyId: newId("ASIA", store.random),
    roleName: role.name,
    roleId: role.id,
    sessionName,
    expiresAt: expiration.getTime(),
  };
  const payload = Buffer.from(JSON.stringify(session)).toString("base64");
  return {
    accessKeyId: session.accessKeyId,
    secretAccessKey: secretOf(session.accessKeyId, store),
    sessionToken: `${seal(payload, store).toString("base64")}${payload}`,
    expiration,
  };
}

/** The session of a token that this cloud signed for a key, or undefined. */
export function readSession(
  token: string | undefined,
  accessKeyId: string,
  store: IamStore,
): Session | undefined {
  const session = token === undefined ? undefined : provenOnce(token, store);
  return session?.accessKeyId === accessKeyId ? session : undefined;
}

const proven = new WeakMap<IamStore, Map<string, Session>>();
const provenMax = 256;

/** A function sends the same token with each request: verified tokens are cached. */
function provenOnce(token: string, store: IamStore): Session | undefined {
  const sessions = proven.get(store) ?? new Map<string, Session>();
  proven.set(store, sessions);
  const session = sessions.get(token) ?? unseal(token, store);
  if (!session) return undefined;
  if (sessions.size >= provenMax) sessions.clear();
  sessions.set(token, session);
  return session;
}

function unseal(token: string, store: IamStore): Session | undefined {
  if (token.length < sealLength) return undefined;
  const seen = Buffer.from(token.slice(0, sealLength), "base64");
  const payload = token.slice(sealLength);
  const wanted = seal(payload, store);
  if (seen.length !== wanted.length || !timingSafeEqual(seen, wanted)) return undefined;
  const session = JSON.parse(Buffer.from(payload, "base64").toString("utf8")) as Sealed;
  return { ...session, secretAccessKey: secretOf(session.accessKeyId, store) };
}

/** The role of a session, unless it was deleted: a later role of the same name is a different one. */
export function roleOf(session: Session, store: IamStore): RoleRecord | undefined {
  const role = store.roles.get(keyOf(session.roleName));
  return role?.id === session.roleId ? role : undefined;
}

/** The secret key of a temporary access key. */
function secretOf(accessKeyId: string, store: IamStore): string {
  return createHmac("sha256", sessionSecretOf(store))
    .update(`key:${accessKeyId}`)
    .digest("base64")
    .slice(0, 40);
}

type Sealed = Omit<Session, "secretAccessKey">;

const sealLength = 44; // 32 bytes as base64

function seal(payload: string, store: IamStore): Buffer {
  return createHmac("sha256", sessionSecretOf(store)).update(`token:${payload}`).digest();
}

/** The secret of this cloud that sessions are signed with; created when it is first used. */
export function sessionSecretOf(store: IamStore): string {
  const known = store.secrets.get("sessions");
  if (known) return known.secret;
  const secret = store.random(32).toString("base64");
  store.secrets.put("sessions", { secret });
  return secret;
}
