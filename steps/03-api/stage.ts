import { type APIGatewayClient, GetStagesCommand } from "@aws-sdk/client-api-gateway";
import type { Names } from "@long-running-api/kit/names";

/** The stage in use: the chosen one, else the only one, else `test`; undefined if it does not exist. */
export async function stageOf(
  client: APIGatewayClient,
  restApiId: string,
  names: Names,
): Promise<string | undefined> {
  const { item = [] } = await client.send(new GetStagesCommand({ restApiId }));
  const stages = item.map(({ stageName = "" }) => stageName);
  const wanted = names.chosen.stage ?? (stages.length === 1 ? stages[0] : names.stage);
  return wanted !== undefined && stages.includes(wanted) ? wanted : undefined;
}
