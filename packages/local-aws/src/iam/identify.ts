import { accountArn } from "@long-running-api/iam/arn";
import type { AwsError, Caller } from "../action.ts";
import type { WireRequest } from "../wire/wire.ts";
import { sessionCaller } from "./arns.ts";
import { type Refusals, refusalsOf } from "./refusals.ts";
import { readSession, roleOf } from "./session.ts";
import { basic, readSignature, timeOf } from "./signature.ts";
import { canonicalRequest, isSignedWith, type Signature, stringToSign } from "./sigv4.ts";
import { type IamStore, keyOf } from "./store.ts";

/** The access key of this cloud's administrator, published in the tutorial. */
export const administrator = { accessKeyId: "test", secretAccessKey: "test" };

/** Returns the signer of a request; throws AWS's error for a wrong signature, an unknown key or an expired date. */
export function identifyWith(store: IamStore, now: () => Date): (request: WireRequest) => Caller {
  return (request) => {
    const signature = readSignature(request);
    const refusals = refusalsOf(signature.service);
    const time = now();
    requireFresh(signature, time, refusals);
    const { secretAccessKey, caller } = credentials(signature, { store, time, refusals });
    if (!isSignedWith(secretAccessKey, signature, request)) throw mismatch(signature, request, refusals);
    return caller;
  };
}

interface Credentials {
  secretAccessKey: string;
  caller: Caller;
}

function credentials(
  { accessKeyId, sessionToken }: Signature,
  { store, time, refusals }: { store: IamStore; time: Date; refusals: Refusals },
): Credentials {
  if (accessKeyId === administrator.accessKeyId) return administratorOf(store.accountId);
  if (accessKeyId.startsWith("ASIA")) {
    const session = readSession(sessionToken, accessKeyId, store);
    const role = session && roleOf(session, store);
    if (!session || !role) throw refusals.unknownKey();
    if (session.expiresAt <= time.getTime()) throw refusals.expiredToken();
    const { accountId } = store;
    const { secretAccessKey, sessionName } = session;
    const caller = { accountId, ...sessionCaller(role, { accountId, sessionName }), accessKeyId };
    return { secretAccessKey, caller };
  }
  const key = store.accessKeys.get(accessKeyId);
  const user = key && store.users.get(keyOf(key.userName));
  if (!key || !user || key.status !== "Active" || sessionToken !== undefined) throw refusals.unknownKey();
  return {
    secretAccessKey: key.secretAccessKey,
    caller: { accountId: store.accountId, arn: user.arn, userId: user.id, accessKeyId },
  };
}

/** Like an account's root user: it has every permission and is not in IAM's lists. */
function administratorOf(accountId: string): Credentials {
  return {
    secretAccessKey: administrator.secretAccessKey,
    caller: {
      accountId,
      arn: accountArn(accountId),
      userId: accountId,
      accessKeyId: administrator.accessKeyId,
    },
  };
}

const skewSeconds = 300;

/** AWS accepts requests whose clock is off by at most five minutes. */
function requireFresh({ timestamp, presigned }: Signature, now: Date, { invalid }: Refusals): void {
  const signedAt = timeOf(timestamp);
  const earliest = now.getTime() - skewSeconds * 1000;
  const latest = now.getTime() + skewSeconds * 1000;
  if (presigned && signedAt + presigned.expiresSeconds * 1000 < now.getTime())
    throw invalid(
      `Signature expired: ${timestamp} is now earlier than ${basic(now)} (${presigned.expiresSeconds} s.)`,
    );
  if (!presigned && !(signedAt >= earliest))
    throw invalid(
      `Signature expired: ${timestamp} is now earlier than ${basic(new Date(earliest))} (${basic(now)} - 5 min.)`,
    );
  if (!(signedAt <= latest))
    throw invalid(
      `Signature not yet current: ${timestamp} is still later than ${basic(new Date(latest))} (${basic(now)} + 5 min.)`,
    );
}

/** AWS shows the text that it expected to be signed, so that a client's author can compare. */
function mismatch(signature: Signature, request: WireRequest, { invalid }: Refusals): AwsError {
  const message =
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.";
  if (signature.service !== "dynamodb") return invalid(message);
  return invalid(
    `${message}\n\nThe Canonical String for this request should have been\n'${canonicalRequest(signature, request)}'\n\nThe String-to-Sign should have been\n'${stringToSign(signature, request)}'\n`,
  );
}
