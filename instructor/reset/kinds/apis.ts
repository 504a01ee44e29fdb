import {
  APIGatewayClient,
  DeleteRestApiCommand,
  GetResourcesCommand,
  paginateGetRestApis,
} from "@aws-sdk/client-api-gateway";
import { GetPolicyCommand, LambdaClient, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { unless } from "@long-running-api/kit/aws-errors";
import type { Leftover, Place } from "../leftover.ts";
import { noteLearner } from "../note-learner.ts";

/** The REST APIs, with their stages and the permissions that functions gave them. */
export async function apis({ target, scope, seen, pace, onWait }: Place): Promise<Leftover[]> {
  const gateway = new APIGatewayClient(target.aws);
  // The pace waits for the quota, not the SDK's short retries.
  const patient = new APIGatewayClient({ ...target.aws, maxAttempts: 1 });
  const lambda = new LambdaClient(target.aws);
  const found: { id: string; name: string }[] = [];
  for await (const { items = [] } of paginateGetRestApis({ client: gateway, pageSize: 500 }, {})) {
    for (const { id = "", name = "", tags = {} } of items) {
      if (!scope.ownsTags(tags)) continue;
      noteLearner(seen, tags);
      found.push({ id, name });
    }
  }
  return found.map(({ id, name }, index) => ({
    kind: "API",
    name: `${name} (${id})`,
    slow: true,
    async remove() {
      const called = await functionsCalledBy(gateway, id);
      await pace(
        () => unless("NotFoundException", () => patient.send(new DeleteRestApiCommand({ restApiId: id }))),
        { key: target.aws.region, toGo: found.length - index, onWait },
      );
      for (const functionArn of called) await revoke(lambda, functionArn, id);
    },
  }));
}

async function functionsCalledBy(client: APIGatewayClient, restApiId: string): Promise<Set<string>> {
  const found = await unless("NotFoundException", () =>
    client.send(new GetResourcesCommand({ restApiId, embed: ["methods"], limit: 500 })),
  );
  const methods = (found?.items ?? []).flatMap(({ resourceMethods }) => Object.values(resourceMethods ?? {}));
  const uris = methods.flatMap(({ methodIntegration }) => methodIntegration?.uri ?? []);
  return new Set(uris.flatMap((uri) => /\/functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? []));
}

/** Otherwise the permission would stay on the function for a deleted API. */
async function revoke(client: LambdaClient, FunctionName: string, apiId: string): Promise<void> {
  const found = await unless("ResourceNotFoundException", () =>
    client.send(new GetPolicyCommand({ FunctionName })),
  );
  if (!found?.Policy) return;
  const { Statement } = JSON.parse(found.Policy) as { Statement: { Sid: string; Condition?: unknown }[] };
  for (const { Sid, Condition } of Statement) {
    if (!JSON.stringify(Condition ?? {}).includes(`:${apiId}/`)) continue;
    await unless("ResourceNotFoundException", () =>
      client.send(new RemovePermissionCommand({ FunctionName, StatementId: Sid })),
    );
  }
}
