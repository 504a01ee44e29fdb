import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { asObject, parseJson } from "../rules/gateway/json.ts";
import type { BodyForm } from "../rules/gateway/samples.ts";
import { askStatus } from "./ask-function.ts";
import { addressOf } from "./function.ts";
import { theFunction } from "./the-function.ts";

/** How the function really returns `body`; as the tutorial's does if it cannot be called. */
export async function bodyForm(context: ProbeContext): Promise<BodyForm> {
  const answer = await undefinedIfUnreadable(context, async () =>
    context.ask(askStatus, addressOf(await context.ask(theFunction))),
  );
  return asObject(asObject(parseJson(answer?.payload ?? ""))?.["body"]) ? "object" : "text";
}
