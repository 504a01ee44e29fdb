import { asObject } from "@long-running-api/foundation/objects";
import type { CloudDocument } from "../../../documents.ts";
import { words } from "../../words.ts";

const parts = ["table", "function", "api", "role", "execution"] as const;

/** The one sentence about the cloud: what is missing, else what is not deployed. */
export function leadOf(cloud: CloudDocument): string {
  const { lead, parts: names } = words.cloud;
  const missing = parts.filter((part) => cloud[part] === undefined);
  if (missing.length === parts.length) return lead.nothing;
  const undeployed = cloud.api && !("problem" in cloud.api) ? undeployedIn(cloud.api) : [];
  const [first] = undeployed;
  if (first !== undefined) return lead.notDeployed(first, undeployed.length - 1);
  if (missing.length > 0) return lead.missing(missing.map((part) => names[part]).join(", "));
  return lead.fine;
}

/** What callers do not get yet, by method and the console's name for the field. */
function undeployedIn({ resources }: Extract<CloudDocument["api"], { resources: unknown }>): string[] {
  return resources.flatMap(({ path, methods }) =>
    methods.flatMap(({ name, state, differences }) => {
      if (state === "new") return [`${name} ${path}`];
      return differences.map(({ field }) => `${name} ${path}, ${field}`);
    }),
  );
}

/** The parts of an execution that decide how it went: status, and each task with its answer. */
export function whatMatters(record: unknown): unknown {
  const { status, workflowId, reasonForIncompletion, tasks } = asObject(record);
  return {
    status,
    workflowId,
    ...(reasonForIncompletion === undefined ? {} : { reasonForIncompletion }),
    tasks: (Array.isArray(tasks) ? tasks : []).map((task) => {
      const each = asObject(task);
      const response = asObject(asObject(each["outputData"])["response"]);
      return {
        referenceTaskName: each["referenceTaskName"],
        taskType: each["taskType"],
        status: each["status"],
        ...(each["taskType"] === "HTTP_POLL" ? { pollCount: each["pollCount"] } : {}),
        ...(each["reasonForIncompletion"] === undefined
          ? {}
          : { reasonForIncompletion: each["reasonForIncompletion"] }),
        ...("statusCode" in response
          ? { outputData: { response: { statusCode: response["statusCode"], body: response["body"] } } }
          : {}),
      };
    }),
  };
}
