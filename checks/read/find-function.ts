import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { readFunctionArn } from "../rules/gateway/lambda-uri.ts";
import { findIntegrationTarget } from "./find-integration-target.ts";
import { type FunctionSeen, functionNames, getFunction } from "./function.ts";
import { nearestOwn } from "./nearest-own.ts";
import { isOfCallback, ownerOf } from "./owner.ts";
import type { Search } from "./search.ts";
import { namesTable } from "./table-name.ts";

/**
 * The function: the chosen one; else the one that the API calls; else by its default name; else the only
 * one that uses the tutorial's table.
 */
export async function findFunction(context: ProbeContext): Promise<Search<FunctionSeen>> {
  const { names, target } = context;
  const { region } = target.aws;
  if (names.chosen.function !== undefined) return await byName(context, names.chosen.function);
  const called = await undefinedIfUnreadable(context, () => context.ask(findIntegrationTarget)); // the API's own checks report why
  if (called?.region === region) {
    const found = await context.ask(getFunction, called.functionArn);
    if (found)
      return { found: found.seen, looked: `${called.functionName} in ${region}, which the API calls` };
  }
  const named = await byName(context, names.function);
  if (named.found && ownerOf(named.found.tags, names) !== "foreign") return named;
  return await byUse(context, named);
}

async function byName(context: ProbeContext, nameOrArn: string): Promise<Search<FunctionSeen>> {
  const looked = `${nameOrArn} in ${context.target.aws.region}`;
  const found = await context.ask(getFunction, nameOrArn);
  if (found) return { found: found.seen, looked };
  const name = readFunctionArn(nameOrArn)?.functionName ?? nameOrArn;
  const all = await context.ask(otherFunctions);
  const near = await nearestOwn(name, all, async (candidate) => {
    const other = await undefinedIfUnreadable(context, () => context.ask(getFunction, candidate));
    return ownerOf(other?.seen.tags ?? {}, context.names) === "foreign";
  });
  return near === undefined ? { others: all, looked } : { nearest: near, looked };
}

/** The functions that may be the tutorial's: all but the one that calls back. */
async function otherFunctions(context: ProbeContext): Promise<string[]> {
  const all = await context.ask(functionNames);
  return all.filter((name) => !isOfCallback(name, context.names));
}

const candidatesMax = 25;

/** Reads each function of a small account; in a large one, --function must name it. */
async function byUse(context: ProbeContext, named: Search<FunctionSeen>): Promise<Search<FunctionSeen>> {
  const all = await context.ask(otherFunctions);
  const { found: _, ...missing } = named;
  if (all.length > candidatesMax) return missing;
  const looked = await Promise.all(all.map((name) => context.ask(getFunction, name)));
  const candidates = looked.flatMap((each) =>
    each && ownerOf(each.seen.tags, context.names) !== "foreign" ? [each.seen] : [],
  );
  const uses = await Promise.all(
    candidates.map((candidate) => namesTable(context, candidate, context.names.table)),
  );
  const fitting = candidates.filter((_, index) => uses[index]);
  if (fitting.length > 1)
    return { several: fitting.map(({ name, runtime }) => `${name} (${runtime})`), looked: missing.looked };
  const only = fitting[0];
  return only
    ? { found: only, looked: `${only.name}, the only one that uses ${context.names.table}` }
    : missing;
}
