import { unless } from "@long-running-api/kit/aws-errors";
import { bounded, type ProbeContext } from "../engine/probe-context.ts";
import { readPolicy, type Statement } from "../rules/policy.ts";
import { lambda } from "./clients.ts";

/** The statements of a function's own policy: who else may call it. None when it has no policy. */
export async function functionPolicy(
  context: ProbeContext,
  functionArn: string,
): Promise<readonly Statement[]> {
  const { client, GetPolicyCommand } = await context.ask(lambda);
  const answer = await unless("ResourceNotFoundException", () =>
    client.send(new GetPolicyCommand({ FunctionName: functionArn }), bounded(context)),
  );
  return readPolicy(answer?.Policy ?? "") ?? [];
}
