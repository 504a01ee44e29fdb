import { createHmac, timingSafeEqual } from "node:crypto";
import { object } from "@long-running-api/conductor/definition/java-json";
import { ConductorError } from "@long-running-api/conductor/error";
import { type Answer, type Call, json } from "./api/http.ts";

/** The one key that may use this server. */
export interface Key {
  readonly keyId: string;
  readonly keySecret: string;
}

/** Tokens for a key: `POST /api/token`, then `X-Authorization` with every call, as on Orkes' servers. */
export interface KeyAuth {
  token(call: Call): Answer;
  /** Throws 401 unless the token is the key's. */
  check(headers: Call["headers"]): void;
}

/** Authentication with one key. The token is derived from the key, so it survives a restart. */
export function keyAuthFor({ keyId, keySecret }: Key): KeyAuth {
  const token = createHmac("sha256", keySecret).update(keyId).digest("base64url");
  return {
    token(call) {
      const sent = object(call.json());
      if (!same(String(sent["keyId"]), keyId) || !same(String(sent["keySecret"]), keySecret)) {
        throw new ConductorError(401, "The key or its secret is not valid.");
      }
      return json({ token });
    },
    check(headers) {
      if (same(String(headers["x-authorization"]), token)) return;
      throw new ConductorError(
        401,
        "The call carries no valid token: POST /api/token with your key, then X-Authorization.",
      );
    },
  };
}

function same(one: string, other: string): boolean {
  const digest = (text: string) => createHmac("sha256", "compare").update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
