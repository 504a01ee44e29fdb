import { softly } from "../engine/explain-probe-failure.ts";
import type { Look } from "../engine/probe-context.ts";
import { asObject, parseJson } from "../rules/gateway/json.ts";
import type { BodyForm } from "../rules/gateway/samples.ts";
import { askStatus } from "./ask-function.ts";
import { addressOf } from "./function.ts";
import { theFunction } from "./the-function.ts";

/** How the function really writes `body`; as the tutorial's does where it cannot be asked. */
export async function bodyForm(look: Look): Promise<BodyForm> {
  const answer = await softly(look, async () => look.ask(askStatus, addressOf(await look.ask(theFunction))));
  return asObject(asObject(parseJson(answer?.payload ?? ""))?.["body"]) ? "object" : "text";
}
