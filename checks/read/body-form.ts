import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { asObject, parseJson } from "../rules/gateway/json.ts";
import type { BodyForm } from "../rules/gateway/samples.ts";
import { askStatus } from "./ask-function.ts";
import { addressOf } from "./function.ts";
import { tableRead } from "./the-api.ts";
import { theFunction } from "./the-function.ts";

/** `item` if GET reads the table; else the form of `body` in the function's response (`text`, if it cannot be called). */
export async function bodyForm(context: ProbeContext): Promise<BodyForm> {
  if ((await undefinedIfUnreadable(context, () => context.ask(tableRead))) !== undefined) return "item";
  const answer = await undefinedIfUnreadable(context, async () =>
    context.ask(askStatus, addressOf(await context.ask(theFunction))),
  );
  return asObject(asObject(parseJson(answer?.payload ?? ""))?.["body"]) ? "object" : "text";
}
