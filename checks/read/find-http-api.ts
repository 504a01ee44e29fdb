import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { httpApis } from "./clients.ts";
import { postPath } from "./find-api.ts";

/** An account may send ten such requests per second. */
const candidatesMax = 5;

/**
 * The HTTP API that was created instead of a REST API, found by its name or route; searched only if the REST API is
 * missing. Undefined if it cannot be read: it would only make a hint more precise.
 */
export async function httpApiInstead(context: ProbeContext): Promise<string | undefined> {
  return await undefinedIfUnreadable(context, async () => {
    const { client, GetApisCommand, GetRoutesCommand } = await httpApis(context);
    const { Items = [] } = await client.send(new GetApisCommand({ MaxResults: "100" }), bounded(context));
    const named = ({ Name }: { Name?: string | undefined }) => Name === context.names.api;
    const candidates = Items.filter(({ ProtocolType }) => ProtocolType === "HTTP")
      .sort((one, other) => Number(named(other)) - Number(named(one)))
      .slice(0, candidatesMax);
    for (const api of candidates) {
      const found = `${api.Name} (${api.ApiId})`;
      if (named(api)) return found;
      const routes = await client.send(new GetRoutesCommand({ ApiId: api.ApiId }), bounded(context));
      if (routes.Items?.some(({ RouteKey = "" }) => RouteKey.endsWith(` ${postPath}`))) return found;
    }
    return undefined;
  });
}
