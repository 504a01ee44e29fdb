import { nearest } from "@long-running-api/foundation/nearest";
import { check, fail, pass, unknown } from "../engine/check.ts";
import type { ApiSeen } from "../read/api.ts";
import { type ApiKeySeen, apiKeySeen, type KeySent } from "../read/api-key.ts";
import { apiElsewhere } from "../read/elsewhere.ts";
import { findApi, postPath } from "../read/find-api.ts";
import { httpApiInstead } from "../read/find-http-api.ts";
import { instead } from "../read/search.ts";
import { type ApiView, theApi } from "../read/the-api.ts";
import type { MethodSeen } from "../rules/gateway/method.ts";
import { type Decision, decide, readPolicy, type Statement } from "../rules/policy.ts";
import { at } from "./where.ts";

export const exists = check({
  id: "03-api/exists",
  claim: "The REST API exists.",
  probe: async (context) => {
    const search = await context.ask(findApi);
    const expected = context.names.api;
    const missing = !search.found && !search.several;
    const httpApi = missing ? await httpApiInstead(context) : undefined;
    const elsewhere = missing && !httpApi ? await apiElsewhere(context, expected) : undefined;
    return { ...search, expected, ...(elsewhere && { elsewhere }), ...(httpApi && { httpApi }) };
  },
  judge({ found, several, nearest: near, others, elsewhere, httpApi, looked, expected }) {
    if (found) return pass(`API ${found.name} (${found.id})`);
    if (several)
      return {
        ...unknown(`more than one API matches: ${several.join(", ")}`, "Choose one by its ID with --api."),
        choices: { option: "api", names: several },
      };
    if (httpApi)
      return fail({
        expected: `a REST API such as ${expected}, with POST ${postPath} and GET /{requestId}`,
        observed: `no REST API ${looked}; ${httpApi} is an HTTP API`,
        leadsTo: "POST waits for the function and times out: an HTTP API cannot invoke it asynchronously.",
        lookAt: at("the list of APIs", "step 3, “Create REST API”"),
        hint: "The console offers both API types side by side, and an API cannot change its type. The right one has mapping templates, under Integration request.",
      });
    return fail({
      expected: `a REST API such as ${expected}, with POST ${postPath} and GET /{requestId}`,
      observed: `no REST API ${looked}${elsewhere === undefined ? instead({ nearest: near, others }) : `; ${expected} is in ${elsewhere}`}`,
      leadsTo: "The workflow has no URL to call.",
      lookAt: at("the list of APIs", "step 3, “Create REST API”"),
      hint:
        elsewhere === undefined
          ? "Was it created, and is its type REST? The other type, HTTP API, appears in the same list in the console, but has no mapping templates and cannot invoke a function without waiting for it."
          : "The table, the function and the API belong in one region. The console shows its region at the top right.",
    });
  },
});

export const postMethod = check({
  id: "03-api/post-method",
  claim: "The method POST /invoke-lambda exists.",
  needs: ["03-api/exists"],
  probe: theApi,
  judge({ api, post }) {
    if (post) return pass(`${post.name} ${postPath}`);
    const near = nearest(postPath, pathsOf(api));
    const methods = methodsAt(api, postPath);
    const posted = api.resources.find((resource) => resource.methods.some(({ name }) => name === "POST"));
    const instead = near === undefined ? `resources ${pathsOf(api).join(", ")}` : `a resource ${near}`;
    return fail({
      expected: `POST ${postPath}`,
      observed: methods ?? `${instead}${posted ? `; POST is at ${posted.path}` : ""}`,
      leadsTo:
        "POST returns 403 Missing Authentication Token: that is API Gateway's message for a path or method that does not exist.",
      lookAt: at("Resources", "step 3, “POST /invoke-lambda”"),
      hint: methods
        ? "The resource is right, but its method type is not."
        : "Compare the paths of the resources letter by letter.",
    });
  },
});

export const getMethod = check({
  id: "03-api/get-method",
  claim: "The method GET /{requestId} exists, with the requestId as a path variable.",
  needs: ["03-api/exists"],
  probe: theApi,
  judge({ api, get }) {
    if (get) return pass(`${get.name} ${get.path}`);
    const paths = pathsOf(api);
    const literal = paths.find((path) => /^\/request_?id$/i.test(path));
    const variable = paths.find((path) => /^\/\{[^/]+\}$/.test(path));
    const nested = paths.find((path) => /^\/.+\/\{[^/]+\}$/.test(path));
    return fail({
      expected: "GET /{requestId}",
      observed: literal
        ? `a resource ${literal}, without braces`
        : variable
          ? (methodsAt(api, variable) ?? `no method on ${variable}`)
          : nested
            ? `a resource ${nested}, below another one`
            : `resources ${paths.join(", ")}`,
      leadsTo: "The first poll gets 403 Missing Authentication Token, and the workflow fails.",
      lookAt: at("Resources", "step 3, “GET /{requestId}”"),
      hint: literal
        ? "Braces make a resource's name a variable; without them it is a fixed path."
        : variable
          ? "The resource is right, but its method is not."
          : "The resource belongs directly under /, with braces in its name.",
    });
  },
});

function pathsOf({ resources }: ApiSeen): string[] {
  return resources.map(({ path }) => path);
}

function methodsAt({ resources }: ApiSeen, path: string): string | undefined {
  const names = resources.find((resource) => resource.path === path)?.methods.map(({ name }) => name) ?? [];
  return names.length > 0 ? `only ${names.join(", ")} ${path}` : undefined;
}

export const open = check({
  id: "03-api/open",
  claim: "Anyone may call both methods: no API key, no signature, no private endpoint.",
  needs: ["03-api/post-method", "03-api/get-method"],
  probe: async (context) => {
    const key = await context.ask(apiKeySeen);
    return { ...(await context.ask(theApi)), ...(key ? { key } : {}) };
  },
  judge(view) {
    const { api, post, get, stage, key } = view;
    const decisions = policyDecisions(view);
    const called = { stage: stage.found?.name ?? "", plans: key?.plans };
    const locked =
      lockOf(api, decisions) ??
      methodLock("POST", post, { ...called, path: postPath, sent: key?.post }) ??
      methodLock("GET", get, { ...called, path: get?.path ?? "", sent: key?.get });
    if (locked) return fail({ expected: "no authorization, no API key, a public endpoint", ...locked });
    return pass(key ? "an API key, which the workflow sends" : "no key, no authorization", [
      decisions.some(({ decision }) => decision === "unsure")
        ? "The resource policy has a condition, such as the caller's address. Conductor calls from its own address."
        : undefined,
      key && (key.post === "expression" || key.get === "expression")
        ? "The workflow takes the key from an expression: each run must provide it."
        : undefined,
    ]);
  },
});

type Lock = Record<"observed" | "leadsTo" | "lookAt" | "hint", string>;

interface PolicyDecision {
  method: string;
  decision: Decision;
  /** Whether a statement allows anonymous callers anything, though perhaps not this method. */
  forAnyone: boolean;
}

/** What the resource policy decides for an anonymous caller; conditions, such as an address, are not evaluated. */
function policyDecisions({ api: { policy }, get, stage }: ApiView): PolicyDecision[] {
  if (policy === "") return [];
  const forEveryone = (readPolicy(policy) ?? []).filter(({ principals }) => principals.includes("*"));
  const name = stage.found?.name ?? "test";
  const forAnyone = forEveryone.some(({ effect }) => effect === "Allow");
  return [`POST${postPath}`, `GET${get?.path ?? "/"}`].map((method) => ({
    method: method.replace("/", " /"),
    decision: decide(forEveryone.map(withoutArn), {
      action: "execute-api:Invoke",
      resource: `execute-api:/${name}/${method}`,
    }),
    forAnyone,
  }));
}

/** A resource is execute-api:/stage/METHOD/path, or the ARN into which AWS expands that. */
function withoutArn(statement: Statement): Statement {
  const short = (resource: string) =>
    /^arn:.*:\*$/.test(resource)
      ? "*"
      : resource.replace(/^arn:[^:]*:execute-api:[^:]*:[^:]*:[^/]*/, "execute-api:");
  return { ...statement, resources: statement.resources.map(short) };
}

function lockOf(
  { endpointTypes, endpointDisabled }: ApiSeen,
  decisions: readonly PolicyDecision[],
): Lock | undefined {
  const leadsTo = "Conductor's calls get 403, or cannot resolve the host.";
  if (endpointTypes.includes("PRIVATE"))
    return {
      observed: "the endpoint type is Private",
      leadsTo,
      lookAt: at("API settings"),
      hint: "A private API can be called only from its VPC. The tutorial's is called over the internet.",
    };
  if (endpointDisabled)
    return {
      observed: "the default endpoint (execute-api) is disabled",
      leadsTo,
      lookAt: at("API settings › Default endpoint"),
      hint: "The API can then be called only through a custom domain name.",
    };
  const [refused] = decisions.filter(({ decision }) => /Deny$/.test(decision));
  if (!refused) return undefined;
  return {
    observed:
      refused.decision === "explicitDeny"
        ? `the resource policy denies ${refused.method} to everyone`
        : refused.forAnyone
          ? `the resource policy allows everyone, but not ${refused.method}: its Action or Resource (stage, method, path) does not include it`
          : `the resource policy allows ${refused.method} only to named principals, if at all`,
    leadsTo,
    lookAt: at("Resource policy"),
    hint: "The tutorial needs no resource policy: without one, anyone may call.",
  };
}

interface KeyedCall {
  path: string;
  stage: string;
  sent: KeySent | undefined;
  plans: ApiKeySeen["plans"];
}

function methodLock(name: string, method: MethodSeen | undefined, call: KeyedCall): Lock | undefined {
  const { path } = call;
  if (!method) return undefined;
  if (method.apiKeyRequired) return keyLock(name, call);
  if (method.authorization === "NONE") return undefined;
  return {
    observed: `${name} requires the authorization ${method.authorization}`,
    leadsTo: "Unsigned calls get 403 Missing Authentication Token, or 401; the workflow does not sign.",
    lookAt: at(`Resources › ${path} › ${name} › Method request`),
    hint: "Method request shows Authorization and API key required. Deploy the API after you change them.",
  };
}

/** Why API Gateway rejects the workflow's calls to a method that requires an API key. */
function keyLock(name: string, { path, stage, sent = "none", plans }: KeyedCall): Lock | undefined {
  if (sent === "none")
    return {
      observed: `${name} requires an API key`,
      leadsTo: "Calls without the key get 403 Forbidden; the workflow sends none.",
      lookAt: at(`Resources › ${path} › ${name} › Method request`),
      hint: "Method request shows Authorization and API key required. Deploy the API after you change them.",
    };
  if (!plans || (plans.linked > 0 && (plans.key === "accepted" || sent === "expression"))) return undefined;
  const leadsTo = "API Gateway does not accept the key at this stage: calls get 403 Forbidden.";
  if (plans.linked === 0)
    return {
      observed: `${name} requires an API key, and the workflow sends one, but ${plans.others === 0 ? "there is no usage plan" : `no usage plan is linked to the stage ${stage}`}`,
      leadsTo,
      lookAt: at("Usage plans › Associated stages"),
      hint: "A key is accepted at the stages of its usage plans only: the plan needs the stage, and the key.",
    };
  return {
    observed:
      plans.key === "disabled"
        ? `${name} requires an API key, and the one that the workflow sends is disabled`
        : `${name} requires an API key, and the one that the workflow sends is in no usage plan of the stage ${stage}`,
    leadsTo,
    lookAt: at("Usage plans › Associated API keys, and API keys"),
    hint: "Compare the value of the key with the header x-api-key of the workflow's tasks, and make sure that the key is active.",
  };
}
