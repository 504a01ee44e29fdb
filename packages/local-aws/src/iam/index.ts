import { randomBytes } from "node:crypto";
import type { Decision, PolicyDecision } from "@long-running-api/iam/policy";
import type { Caller, Need, Service } from "../action.ts";
import type { Store } from "../store.ts";
import type { WireRequest } from "../wire/wire.ts";
import { sessionCaller } from "./arns.ts";
import { authorizeWith, decideForRoleWith, roleByArn } from "./authorize.ts";
import { noSuchEntity } from "./errors.ts";
import { identifyWith } from "./identify.ts";
import { type AnonymousCall, decideAnonymous } from "./resource-policy.ts";
import { openSession, readSession, roleOf, sessionSecretOf, type TemporaryCredentials } from "./session.ts";
import { type IamStore, openIamStore } from "./store.ts";
import { trustsService } from "./trust.ts";

export interface IamOptions {
  store: Store;
  accountId: string;
  now(): Date;
  /** How long a new role cannot be assumed, as on AWS; default 0. */
  slowIamSeconds?: number;
  random?(bytes: number): Buffer;
}

/** IAM and STS, and the authorization functions for the other services. */
export interface Iam {
  iam: Service<IamStore>;
  sts: Service<IamStore>;
  /** Returns the signer of a request; throws AWS's error for a wrong signature, an unknown key or an expired date. */
  identify(request: WireRequest): Caller;
  /**
   * Returns the decision, undefined for the root user; throws AccessDenied with the called service's message when the
   * caller lacks the permission.
   */
  authorize(caller: Caller, need: Need, service: string): Decision | undefined;
  /** The decision of a role's own policies; undefined if there is no such role. */
  decideForRole(roleArn: string, action: string, resource: string): Decision | undefined;
  /** Whether a role's own policies allow a request. */
  isAllowed(roleArn: string, action: string, resource: string): boolean;
  /** A resource policy's decision on an unsigned call. */
  decideAnonymous(policy: string, call: Omit<AnonymousCall, "now">): PolicyDecision;
  roleExists(roleArn: string): boolean;
  /** Whether the role trusts a service, e.g. lambda.amazonaws.com, and has propagated. */
  assumable(roleArn: string, service: string): boolean;
  /** The caller identity of a service that has assumed a role. */
  callerAs(roleArn: string, sessionName: string): Caller;
  /** Whether temporary credentials belong to a role that exists, whatever their age. */
  accepts(credentials: { accessKeyId: string; sessionToken?: string | undefined }): boolean;
  /** Credentials for a function that runs as a role. */
  credentialsForRole(roleArn: string, sessionName: string): TemporaryCredentials;
}

const functionSessionSeconds = 12 * 3600;

export function createIam({ accountId, now, slowIamSeconds = 0, ...options }: IamOptions): Iam {
  const store = openIamStore(options.store, { accountId, random: options.random ?? randomBytes });
  sessionSecretOf(store); // created now, it is in every snapshot: credentials outlive a reset
  const catalogue = () => import("@aws-sdk/client-iam");
  const decideForRole = decideForRoleWith(store, now);
  return {
    iam: {
      signingName: "iam",
      protocol: "query",
      store,
      actions: () => import("./actions/index.ts").then(({ actions }) => actions),
      catalogue,
    },
    sts: {
      signingName: "sts",
      protocol: "query",
      store,
      actions: () => import("./sts/actions/index.ts").then(({ actions }) => actions),
      catalogue: () => import("@aws-sdk/client-sts"),
    },
    identify: identifyWith(store, now),
    authorize: authorizeWith(store, now),
    decideForRole,
    isAllowed: (...about) => decideForRole(...about)?.decision === "allowed",
    decideAnonymous: (policy, call) => decideAnonymous(policy, { ...call, now: now() }),
    roleExists: (roleArn) => roleByArn(roleArn, store) !== undefined,
    assumable(roleArn, service) {
      const role = roleByArn(roleArn, store);
      if (!role || !trustsService(role, service, accountId)) return false;
      return now().getTime() - Date.parse(role.createDate) >= slowIamSeconds * 1000;
    },
    callerAs(roleArn, sessionName) {
      const role = roleByArn(roleArn, store);
      if (!role) throw noSuchEntity(`The role with ARN ${roleArn} cannot be found.`);
      return { accountId, ...sessionCaller(role, { accountId, sessionName }), accessKeyId: "" };
    },
    accepts({ accessKeyId, sessionToken }) {
      const session = readSession(sessionToken, accessKeyId, store);
      return session !== undefined && roleOf(session, store) !== undefined;
    },
    credentialsForRole(roleArn, sessionName) {
      const role = roleByArn(roleArn, store);
      if (!role) throw noSuchEntity(`The role with ARN ${roleArn} cannot be found.`);
      return openSession(role, sessionName, { store, now: now(), seconds: functionSessionSeconds });
    },
  };
}
