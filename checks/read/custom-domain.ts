import { undefinedIfUnreadable } from "../engine/explain-probe-failure.ts";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { apiGateway } from "./clients.ts";

/** Whether a host name is a custom domain that leads to an API. */
export async function mapsToApi(context: ProbeContext, domainName: string, apiId: string): Promise<boolean> {
  const { client, GetBasePathMappingsCommand } = await context.ask(apiGateway);
  const answer = await undefinedIfUnreadable(context, () =>
    client.send(new GetBasePathMappingsCommand({ domainName }), bounded(context)),
  );
  return (answer?.items ?? []).some(({ restApiId }) => restApiId === apiId);
}
