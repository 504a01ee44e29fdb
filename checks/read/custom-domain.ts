import { softly } from "../engine/explain-probe-failure.ts";
import { bounded, type Look } from "../engine/probe-context.ts";
import { apiGateway } from "./clients.ts";

/** Whether a host name is a custom domain that leads to an API. */
export async function mapsToApi(look: Look, domainName: string, apiId: string): Promise<boolean> {
  const { client, GetBasePathMappingsCommand } = await look.ask(apiGateway);
  const answer = await softly(look, () =>
    client.send(new GetBasePathMappingsCommand({ domainName }), bounded(look)),
  );
  return (answer?.items ?? []).some(({ restApiId }) => restApiId === apiId);
}
