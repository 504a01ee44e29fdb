import { nearest } from "@long-running-api/foundation/nearest";
import type { Names } from "@long-running-api/kit/names";
import type { ProbeContext } from "../engine/probe-context.ts";
import type { MethodSeen } from "../rules/gateway/method.ts";
import { type ApiSeen, readApi, restApis } from "./api.ts";
import { isOfCallback, ownerOf } from "./owner.ts";
import type { Search } from "./search.ts";

export const postPath = "/invoke-lambda";

/** The maximum number of APIs to read; API Gateway allows two and a half such requests per second. */
const candidatesMax = 40;

/**
 * The REST API: the chosen one; else the one with POST /invoke-lambda and GET /{requestId}, regardless of its
 * name and creator. An incomplete one is found too, so that the checks can report what is missing.
 */
export async function findApi(context: ProbeContext): Promise<Search<ApiSeen>> {
  const { names, target } = context;
  const where = `in ${target.aws.region}`;
  const { api: chosen } = names.chosen;
  const all = (await context.ask(restApis)).filter(
    ({ name = "" }) => chosen !== undefined || !isOfCallback(name, names),
  );
  const looked =
    chosen === undefined ? `with POST ${postPath} and GET /{requestId} ${where}` : `${chosen} ${where}`;
  const open = all.filter(({ id, name, tags = {} }) =>
    chosen === undefined ? ownerOf(tags, names) !== "foreign" : id === chosen || name === chosen,
  );
  const own = open.filter(({ tags = {} }) => names.learner !== undefined && ownerOf(tags, names) === "own");
  const meant = (own.length > 0 ? own : open)
    .sort((one, other) => rank(one, names.api) - rank(other, names.api))
    .slice(0, candidatesMax);
  const apis = await readAll(
    context,
    meant.map(({ id = "" }) => id),
  );
  const isKnown = own.length > 0 || chosen !== undefined || !context.ownOnly;
  const found = choose(isKnown ? apis : apis.filter((api) => isOfLearner(api, names)), names);
  if (found.length === 1 && found[0]) return { found: found[0], looked };
  if (found.length > 1) return { several: found.map(({ id, name }) => `${id} (${name})`), looked };
  const others = all.flatMap(({ name = "", tags = {} }) =>
    ownerOf(tags, names) === "foreign" ? [] : [name],
  );
  const near = nearest(names.api, others);
  return near === undefined ? { others, looked } : { nearest: near, looked };
}

/** An API without tags is a learner's by its name, or by the function that it calls: in a class it may belong to anyone. */
function isOfLearner(api: ApiSeen, names: Names): boolean {
  return api.name === names.api || calls(api, names.function);
}

const atOnceMax = 4;

/** Reads APIs, a few at a time: an account may send five such requests in two seconds. */
async function readAll(context: ProbeContext, ids: readonly string[]): Promise<ApiSeen[]> {
  const apis: ApiSeen[] = [];
  for (let first = 0; first < ids.length; first += atOnceMax) {
    const some = ids.slice(first, first + atOnceMax).map((id) => context.ask(readApi, id));
    apis.push(...(await Promise.all(some)).filter((api) => api !== undefined));
  }
  return apis;
}

function rank({ name }: { name?: string | undefined }, expected: string): number {
  return name === expected ? 0 : 1;
}

/** Those with both methods; else the one with the name; else those that were clearly meant to be it. */
function choose(
  apis: readonly ApiSeen[],
  { api: expected, function: functionName }: Names,
): readonly ApiSeen[] {
  const complete = apis.filter((api) => findPost(api) && findGet(api));
  if (complete.length > 0) return complete;
  const named = apis.filter(({ name }) => name === expected);
  if (named.length > 0) return named;
  const posts = apis.filter(findPost);
  return posts.length > 0 ? posts : apis.filter((api) => almost(api) || calls(api, functionName));
}

/** Whether a resource's path is a misspelled /invoke-lambda. */
function almost({ resources }: ApiSeen): boolean {
  return resources.some(({ path }) => nearest(path, [postPath]) !== undefined);
}

function calls({ resources }: ApiSeen, functionName: string): boolean {
  const integrations = resources.flatMap(({ methods }) => methods.map(({ integration }) => integration));
  return integrations.some((each) => each?.uri.includes(`:function:${functionName}/`));
}

/** POST /invoke-lambda; ANY includes POST. */
export function findPost(api: ApiSeen): MethodSeen | undefined {
  return methodOf(api, "POST", (path) => path === postPath);
}

/** GET of a variable at the top, whatever its name, greedy or not. */
export function findGet(api: ApiSeen): (MethodSeen & { path: string; variable: string }) | undefined {
  const path = api.resources.find(({ path }) => variablePattern.test(path))?.path;
  const variable = path === undefined ? undefined : variablePattern.exec(path)?.[1];
  const method = methodOf(api, "GET", (each) => each === path);
  return method && path !== undefined && variable !== undefined ? { ...method, path, variable } : undefined;
}

const variablePattern = /^\/\{([^{}+/]+)\+?\}$/;

function methodOf(
  { resources }: ApiSeen,
  name: string,
  at: (path: string) => boolean,
): MethodSeen | undefined {
  const methods = resources.find(({ path }) => at(path))?.methods ?? [];
  return methods.find((method) => method.name === name) ?? methods.find((method) => method.name === "ANY");
}
