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
        ...unknown(
          `more than one API fits: ${several.join(", ")}`,
          "Name the one that is meant with --api, by its id.",
        ),
        choices: { option: "api", names: several },
      };
    if (httpApi)
      return fail({
        expected: `a REST API such as ${expected}, with POST ${postPath} and GET /{requestId}`,
        observed: `no REST API ${looked}; ${httpApi} is an HTTP API`,
        leadsTo: "POST waits for the function, and times out: an HTTP API cannot call it as an Event.",
        lookAt: at("the list of APIs", "step 3, “Create REST API”"),
        hint: "The console offers two kinds side by side, and no API can change its kind. The right one has mapping templates, under Integration request.",
      });
    return fail({
      expected: `a REST API such as ${expected}, with POST ${postPath} and GET /{requestId}`,
      observed: `no REST API ${looked}${elsewhere === undefined ? instead({ nearest: near, others }) : `; ${expected} is in ${elsewhere}`}`,
      leadsTo: "The workflow has no address to call.",
      lookAt: at("the list of APIs", "step 3, “Create REST API”"),
      hint:
        elsewhere === undefined
          ? "Was it made, and is it of type REST? The other type, HTTP API, is in the same list of the console, but has no mapping templates and cannot call a function without waiting for it."
          : "Table, function and API belong in one region. The region of the console is at its top right.",
    });
  },
});

export const postMethod = check({
  id: "03-api/post-method",
  claim: "There is a method POST /invoke-lambda.",
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
        "Whoever posts a request gets 403 Missing Authentication Token: API Gateway's words for a path or method that is not there.",
      lookAt: at("Resources", "step 3, “POST /invoke-lambda”"),
      hint: methods
        ? "The resource is right, the type of its method is not."
        : "Compare the paths of the resources letter by letter.",
    });
  },
});

export const getMethod = check({
  id: "03-api/get-method",
  claim: "There is a method GET /{requestId}, with the id as a variable.",
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
      leadsTo: "Each poll gets 403 Missing Authentication Token, and the workflow fails at its first one.",
      lookAt: at("Resources", "step 3, “GET /{requestId}”"),
      hint: literal
        ? "Only braces in a resource's name make it a variable; without them it is one fixed path."
        : variable
          ? "The resource is right, its method is not."
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
  claim: "Anybody may call both methods: no key, no signature, no private endpoint.",
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
      methodLock("POST", post, { ...called, sent: key?.post }) ??
      methodLock("GET", get, { ...called, sent: key?.get });
    if (locked) return fail({ expected: "no authorization, no API key, a public endpoint", ...locked });
    return pass(key ? "an API key, which the workflow sends" : "no key, no authorization", [
      decisions.some(({ decision }) => decision === "unsure")
        ? "The resource policy has a condition: where a call comes from decides. Conductor calls from its own address."
        : undefined,
      key && (key.post === "expression" || key.get === "expression")
        ? "The workflow takes the key from elsewhere: a run has to bring it."
        : undefined,
    ]);
  },
});

type Lock = Record<"observed" | "leadsTo" | "lookAt" | "hint", string>;

interface PolicyDecision {
  method: string;
  decision: Decision;
  /** Some statement allows anybody something, though perhaps not this. */
  forAnybody: boolean;
}

/** What the resource policy says to a caller without a name; a condition, such as an address, is not judged. */
function policyDecisions({ api: { policy }, get, stage }: ApiView): PolicyDecision[] {
  if (policy === "") return [];
  const anybody = (readPolicy(policy) ?? []).filter(({ principals }) => principals.includes("*"));
  const name = stage.found?.name ?? "test";
  const forAnybody = anybody.some(({ effect }) => effect === "Allow");
  return [`POST${postPath}`, `GET${get?.path ?? "/"}`].map((method) => ({
    method: method.replace("/", " /"),
    decision: decide(anybody.map(withoutArn), {
      action: "execute-api:Invoke",
      resource: `execute-api:/${name}/${method}`,
    }),
    forAnybody,
  }));
}

/** A resource is written as execute-api:/stage/METHOD/path, or as an ARN, which AWS makes of it. */
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
  const leadsTo = "Conductor's calls are refused (403), or do not find the host at all.";
  if (endpointTypes.includes("PRIVATE"))
    return {
      observed: "the endpoint type is Private",
      leadsTo,
      lookAt: at("API settings"),
      hint: "A private API answers only within its network. The tutorial's is reached from the internet.",
    };
  if (endpointDisabled)
    return {
      observed: "the default endpoint (execute-api) is disabled",
      leadsTo,
      lookAt: at("API settings › Default endpoint"),
      hint: "Only a custom domain name would still reach the API.",
    };
  const [refused] = decisions.filter(({ decision }) => /Deny$/.test(decision));
  if (!refused) return undefined;
  return {
    observed:
      refused.decision === "explicitDeny"
        ? `the resource policy denies ${refused.method} to everybody`
        : refused.forAnybody
          ? `the resource policy lets everybody in, but not to ${refused.method}: its Action or its Resource (stage, method, path) leaves that out`
          : `the resource policy allows ${refused.method} to some callers at most, by name`,
    leadsTo,
    lookAt: at("Resource policy"),
    hint: "The tutorial needs no resource policy: without one, everybody may call.",
  };
}

interface KeyedCall {
  stage: string;
  sent: KeySent | undefined;
  plans: ApiKeySeen["plans"];
}

function methodLock(name: string, method: MethodSeen | undefined, call: KeyedCall): Lock | undefined {
  if (!method) return undefined;
  if (method.apiKeyRequired) return keyLock(name, call);
  if (method.authorization === "NONE") return undefined;
  return {
    observed: `${name} has the authorization ${method.authorization}`,
    leadsTo: "Unsigned calls get 403 Missing Authentication Token, or 401; the workflow does not sign.",
    lookAt: at(`Resources › ${name} › Method request`),
    hint: "Method request shows Authorization and API key required. A change there has to be deployed.",
  };
}

/** Why the key that a method requires does not open it. */
function keyLock(name: string, { stage, sent = "none", plans }: KeyedCall): Lock | undefined {
  if (sent === "none")
    return {
      observed: `${name} requires an API key`,
      leadsTo: "Calls without the key get 403 Forbidden; the workflow sends none.",
      lookAt: at(`Resources › ${name} › Method request`),
      hint: "Method request shows Authorization and API key required. A change there has to be deployed.",
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
    hint: "Compare the value of the key with the header x-api-key of the workflow's tasks, and see that the key is active.",
  };
}
