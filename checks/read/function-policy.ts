import { unless } from "@long-running-api/kit/aws-errors";
import { bounded, type Look } from "../engine/probe-context.ts";
import { readPolicy, type Statement } from "../rules/policy.ts";
import { lambda } from "./clients.ts";

/** The statements of a function's own policy: who else may call it. None when it has no policy. */
export async function functionPolicy(look: Look, functionArn: string): Promise<readonly Statement[]> {
  const { client, GetPolicyCommand } = await look.ask(lambda);
  const answer = await unless("ResourceNotFoundException", () =>
    client.send(new GetPolicyCommand({ FunctionName: functionArn }), bounded(look)),
  );
  return readPolicy(answer?.Policy ?? "") ?? [];
}
