import { localInvokeUrl } from "@long-running-api/api-gateway/invoke-url";
import { once } from "@long-running-api/foundation/once";
import { pythonProblem } from "./python-problem.ts";
import { keyOf, type Target } from "./target.ts";

/** A running embedded cloud as a target: AWS and Conductor at these URLs, with the key that Conductor requires. */
export function embeddedTarget({
  aws,
  conductor,
  dashboard,
  conductorKey,
}: {
  aws: string;
  conductor: string;
  dashboard?: string;
  conductorKey?: Target["conductorKey"] | undefined;
}): Target {
  return {
    ...keyOf(conductorKey?.keyId, conductorKey?.keySecret),
    ...(dashboard === undefined ? {} : { page: dashboard }),
    name: "local",
    title: `the embedded cloud at ${aws}`,
    aws: {
      region: "us-east-1",
      endpoint: aws,
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 2,
      retryMode: "standard",
    },
    waiting: { minDelay: 0.1, maxDelay: 0.5 },
    conductorUrl: conductor,
    conductor: once(async () => {
      const { connectConductor } = await import("@long-running-api/conductor/client");
      return await connectConductor({ serverUrl: conductor, ...conductorKey });
    }),
    real: false,
    invokeUrl: (api) => localInvokeUrl(aws, api),
    pythonProblem: () => pythonProblem(aws),
    started: false,
    close: async () => {},
  };
}
