import { LambdaClient } from "@aws-sdk/client-lambda";
import { callbackNames } from "@long-running-api/kit/names";
import { dropFunction } from "../02-lambda/function.ts";
import { dropApi } from "../03-api/deploy.ts";
import { unregister } from "../04-workflow/index.ts";
import { removeRuns } from "../05-run/remove.ts";
import type { Done, Work } from "../step.ts";
import { unregisterTask } from "./workflow.ts";

/** Deletes what the step made. */
export async function undoCallback({ target, names }: Work): Promise<Done> {
  const place = { target, names: callbackNames(names) };
  const { CloudWatchLogsClient } = await import("@aws-sdk/client-cloudwatch-logs");
  const clients = { lambda: new LambdaClient(target.aws), logs: new CloudWatchLogsClient(target.aws) };
  try {
    return {
      messages: [
        ...(await removeRuns(place)).messages,
        ...(await unregister(place)).messages,
        await unregisterTask({ target, names }),
        ...(await dropApi(place)).messages,
        await dropFunction(clients, place.names),
      ],
    };
  } finally {
    for (const client of Object.values(clients)) client.destroy();
  }
}
