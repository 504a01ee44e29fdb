import { type APIGatewayClient, GetStagesCommand } from "@aws-sdk/client-api-gateway";
import type { Names } from "@long-running-api/kit/names";

/** The stage in use: the named one, else the only one, else `test`. Nothing when that is not there. */
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
