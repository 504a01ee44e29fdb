import { decoded } from "@long-running-api/foundation/text";
import { check, fail, pass, unknown, type Verdict } from "../engine/check.ts";
import type { ProbeContext } from "../engine/probe-context.ts";
import { stagesOf } from "../read/api.ts";
import { mapsToApi } from "../read/custom-domain.ts";
import { invokeUrl } from "../read/probe-run.ts";
import { shapeCheck } from "../read/proven.ts";
import { theApi } from "../read/the-api.ts";
import { type TaskView, theWorkflow } from "../read/the-workflow.ts";
import { asObject } from "../rules/gateway/json.ts";
import { sampleId } from "../rules/gateway/samples.ts";
import {
  type InvokeAddress,
  isLoopback,
  isPrivate,
  readInvokeAddress,
  sameHost,
} from "../rules/workflow/invoke-url.ts";
import { taskOf } from "./task-of.ts";
import { at, nothingToJudge } from "./where.ts";

interface AddressView {
  view: TaskView;
  poll: boolean;
  /** The path that must follow the stage. */
  path: string;
  /** The requestId that the HTTP task posts, as the definition writes it. */
  posted: string;
  /** The stage's invoke URL, without a trailing slash. */
  base: string;
  apiId: string;
  stage: string;
  stages: readonly string[];
  region: string;
  /** Host and port of the cloud in use, if it is not AWS. */
  cloudHost: string | undefined;
  conductorHost: string;
  /** Whether a host that is neither AWS's nor a local cloud's is a custom domain of the API. */
  mapped: boolean;
}

export const startAddress = check({
  id: "04-workflow/start-address",
  claim: "The HTTP task calls /invoke-lambda at the stage's invoke URL.",
  needs: ["04-workflow/start-task", "03-api/deployed"],
  probe: (context: ProbeContext) => lookAtAddress(context, "start"),
  judge: judgeAddress,
});

export const pollAddress = shapeCheck({
  id: "04-workflow/poll-address",
  claim: "The HTTP_POLL task gets the run's own requestId at the stage's invoke URL.",
  needs: ["04-workflow/poll-task", "03-api/deployed"],
  probe: async (context: ProbeContext): Promise<AddressView | { view: undefined }> =>
    (await context.ask(theWorkflow)).poll ? await lookAtAddress(context, "poll") : { view: undefined },
  judge: (seen) => (seen.view ? judgeAddress(seen) : nothingToJudge),
});

function judgeAddress(seen: AddressView): Verdict {
  const { view, base, path, poll } = seen;
  const shownPath = poll ? "/${workflow.input.requestId}" : path;
  const expected = `${base}${shownPath}`;
  const raw = String(view.raw["uri"] ?? "");
  const uri = String(view.request["uri"] ?? "");
  const lookAt = at(`${view.task.ref} › uri`);
  const differences = [{ field: "uri", found: raw, right: expected }];
  const fault = uriFault(view, raw, uri) ?? addressFault(seen, uri);
  if (fault) return fail({ expected, lookAt, differences, ...fault });
  const unfilled = /\$\{[^}]*\}/.exec(uri)?.[0];
  if (unfilled !== undefined)
    return unknown(
      `The URL contains ${unfilled}, which is known only when the workflow runs.`,
      "The run shows what it becomes: checks/05-run.",
    );
  const address = readInvokeAddress(uri);
  return pass(raw, [
    address && address.stage !== seen.stage
      ? `The workflow calls stage ${address.stage}; the other checks judged ${seen.stage}. Choose one with --stage.`
      : undefined,
  ]);
}

type Fault = Record<"observed" | "leadsTo" | "hint", string>;

/** Mistakes that the URL itself shows. */
function uriFault({ task }: TaskView, raw: string, uri: string): Fault | undefined {
  if (raw === "")
    return {
      observed: `no uri; the task's inputParameters have ${Object.keys(task.inputParameters).join(", ") || "nothing"}`,
      leadsTo: "The task fails: it has no URL to call.",
      hint: "The field is called uri, in lowercase, inside http_request.",
    };
  const placeholder = /<[^>]*>|%3C.*?%3E/i.exec(raw)?.[0];
  if (placeholder !== undefined)
    return {
      observed: `${raw}, with the placeholder ${placeholder}`,
      leadsTo: "The task fails: this host or path does not exist.",
      hint: "Replace the three parts in angle brackets with those of your invoke URL.",
    };
  if (uri !== uri.trim())
    return {
      observed: "white space around the URL",
      leadsTo: "The task fails: the URL is not valid.",
      hint: "White space was copied along with the URL.",
    };
  if (!/^(https?:\/\/|\$\{)/.test(raw))
    return {
      observed: raw,
      leadsTo: "The task fails: it cannot call this URL.",
      hint: "A URL begins with https://, or with http:// for a cloud on this machine, and nothing comes before that.",
    };
  return undefined;
}

function addressFault(seen: AddressView, uri: string): Fault | undefined {
  const address = readInvokeAddress(uri);
  const fails = "The task fails, and the run with it.";
  if (!address) return otherHost(seen, uri, fails);
  return hostFault(seen, address) ?? placeFault(seen, address, fails);
}

function otherHost({ mapped, conductorHost }: AddressView, uri: string, fails: string): Fault | undefined {
  if (mapped || /^\$\{/.test(uri)) return undefined;
  const host = hostOf(uri);
  if (host !== undefined && isLoopback(host) && !isPrivate(conductorHost))
    return unreachable(host, conductorHost);
  return {
    observed: uri,
    leadsTo: fails,
    hint: "This is not a URL of the API. Its invoke URL is shown under Stages.",
  };
}

function unreachable(host: string, conductorHost: string): Fault {
  return {
    observed: `${host}, which only your own machine can reach; Conductor is at ${conductorHost}`,
    leadsTo: "The task fails: Connection refused.",
    hint: "Conductor makes the call from where it runs. It needs a URL that it can reach.",
  };
}

function hostFault(seen: AddressView, address: InvokeAddress): Fault | undefined {
  const { apiId, region, cloudHost, conductorHost, base } = seen;
  if (address.apiId !== apiId)
    return {
      observed: `API ${address.apiId}; yours is ${apiId}`,
      leadsTo: "The task calls another API, or none: it starts the wrong work, or fails.",
      hint: "The API ID is the first part of the invoke URL's host. Every new API gets a new ID.",
    };
  if (address.region !== undefined && address.region !== region && cloudHost === undefined)
    return {
      observed: `region ${address.region}; the API is in ${region}`,
      leadsTo: "The host does not exist: the task fails.",
      hint: "The region is part of the invoke URL's host.",
    };
  if (address.cloudHost === undefined && cloudHost === undefined && address.protocol !== "https:")
    return {
      observed: address.protocol.replace(":", ""),
      leadsTo: "API Gateway accepts only HTTPS: the task fails.",
      hint: "Compare the beginning of the URL.",
    };
  if (address.cloudHost === undefined) return cloudHost === undefined ? undefined : onAmazon(cloudHost);
  if (isLoopback(address.cloudHost) && !isPrivate(conductorHost))
    return unreachable(address.cloudHost, conductorHost);
  if (cloudHost !== undefined && !sameHost(address.cloudHost, cloudHost))
    return {
      observed: `${address.cloudHost}; the cloud in use is at ${cloudHost}`,
      leadsTo: "Nothing listens there, or another cloud does: the task fails.",
      hint: "The cloud has been restarted on another port since the workflow was registered.",
    };
  const protocol = /^https?:/.exec(base)?.[0] ?? address.protocol;
  if (address.protocol !== protocol)
    return {
      observed: `${address.protocol}//; the invoke URL begins with ${protocol}//`,
      leadsTo: "The task cannot connect, and fails.",
      hint: "Compare the beginning of the URL: AWS's begin with https://, those of a cloud on this machine with http://.",
    };
  return undefined;
}

/** AWS's host names lead to AWS, even if the API is on a cloud on this machine. */
function onAmazon(cloudHost: string): Fault {
  return {
    observed: `an AWS host; the cloud in use is at ${cloudHost}`,
    leadsTo: "The host does not exist on AWS: the task fails.",
    hint: "Each cloud has its own invoke URLs; the step that deploys the API prints it.",
  };
}

function placeFault(
  { stage, stages, poll, path, posted }: AddressView,
  address: InvokeAddress,
  fails: string,
): Fault | undefined {
  if (!stages.includes(address.stage))
    return {
      observed: `stage ${address.stage || "missing"}; the API has ${stages.join(", ")}`,
      leadsTo: `API Gateway returns 403: ${fails.toLowerCase()}`,
      hint: `The first part of the path is the stage: ${stage}.`,
    };
  // API Gateway ignores leading and trailing slashes, however many.
  if (`/${address.path.replace(/^\/+|\/+$/g, "")}` === path) return undefined;
  const asked = decoded(address.path.slice(1));
  if (poll && !asked.includes("/"))
    return {
      observed:
        asked === ""
          ? "the path ends with the stage"
          : asked.startsWith("${")
            ? `it gets ${asked}, but the HTTP task posts ${posted}`
            : `it gets ${asked} when the run's requestId is ${sampleId}`,
      leadsTo:
        "Every run polls for the same requestId, or for one that is not its own: it ends immediately or never.",
      hint: "The last part of the path must be the run's own requestId, which is a workflow input.",
    };
  return {
    observed: `path ${address.path || "/"}`,
    leadsTo: `API Gateway returns 403 Missing Authentication Token: ${fails.toLowerCase()}`,
    hint: "Compare what follows the stage with the resource's path, slash by slash.",
  };
}

function hostOf(uri: string): string | undefined {
  try {
    return new URL(uri).host;
  } catch {
    return undefined;
  }
}

async function lookAtAddress(context: ProbeContext, which: "start" | "poll"): Promise<AddressView> {
  const [workflow, { api, stage }, base] = await Promise.all([
    context.ask(theWorkflow),
    context.ask(theApi),
    context.ask(invokeUrl),
  ]);
  const view = taskOf(workflow, which);
  const host = hostOf(String(view.request["uri"] ?? ""));
  const custom = host !== undefined && readInvokeAddress(String(view.request["uri"])) === undefined;
  const { endpoint, region } = context.target.aws;
  return {
    view,
    poll: which === "poll",
    path: which === "poll" ? `/${workflow.runId}` : "/invoke-lambda",
    posted: String(asObject(workflow.start?.raw["body"])?.["requestId"] ?? "nothing"),
    base,
    apiId: api.id,
    stage: stage.found?.name ?? "",
    stages: (await context.ask(stagesOf, api.id)).map(({ name }) => name),
    region,
    cloudHost: endpoint === undefined ? undefined : hostOf(endpoint),
    conductorHost: hostOf(context.target.conductorUrl) ?? "",
    mapped: custom && !isPrivate(host) && (await context.ask(mapsToApi, host, api.id)),
  };
}
