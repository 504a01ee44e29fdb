import type { RequestRecord } from "../../request-record.ts";
import { closedAt } from "../../run/figures.ts";
import type { RunRecord, RunRequest } from "../../run/record.ts";
import { useData } from "../data.ts";
import { duration, roundSeconds, seconds } from "../format.ts";
import { linkTo } from "../router.ts";
import { words } from "../words.ts";
import { titleOf } from "./run-row.tsx";
import { State } from "./state.tsx";

const { chain } = words.run;

/** The request that was chosen in the picture: what each party did for it, in the order of the lanes. */
export function SelectedRequest({
  run,
  request,
  now,
  onSelect,
}: {
  run: RunRecord;
  request: RunRequest;
  now: number;
  onSelect: (id: string) => void;
}) {
  const { requests } = run;
  const at = requests.indexOf(request);
  const held = duration(closedAt(request, run, now) - request.start);
  return (
    <section class="panel" aria-label={words.run.select}>
      <header>
        <h2>{headingOf(request, requests)}</h2>
        <code>
          {request.method} {request.path}
        </code>
        <RequestState request={request} />
        <span class="dim num">{words.run.atHeld(seconds(request.start, 2), held)}</span>
        <div class="push acts">
          <Step to={requests[at - 1]} label={words.run.previous} path="M8 1 3 6l5 5" onSelect={onSelect} />
          <Step to={requests[at + 1]} label={words.run.next} path="M2 1l5 5-5 5" onSelect={onSelect} />
          {request.to === "api" && run.complete && (
            <a class="btn" href={linkTo("request", [request.id])}>
              {words.run.open}
            </a>
          )}
        </div>
      </header>
      <Chain {...{ run, request, held }} />
    </section>
  );
}

function headingOf(request: RunRequest, requests: readonly RunRequest[]): string {
  const polls = requests.filter(({ purpose }) => purpose === "poll").length;
  return request.poll === undefined ? titleOf(request) : words.run.pollOf(request.poll, polls);
}

function RequestState({ request: { status, gaveUp } }: { request: RunRequest }) {
  if (gaveUp !== undefined) return <State state="fail">{words.run.readTimedOut}</State>;
  if (status === undefined) return <State state="run-on">{words.run.stillOpen}</State>;
  return <State state={status < 400 ? "pass" : "fail"}>{status}</State>;
}

function Step(props: {
  to: RunRequest | undefined;
  label: string;
  path: string;
  onSelect: (id: string) => void;
}) {
  const { to, label, path, onSelect } = props;
  return (
    <button
      type="button"
      class="icon"
      aria-label={to ? `${label}: ${titleOf(to)}` : label}
      disabled={!to}
      onClick={() => to && onSelect(to.id)}
    >
      <svg width="10" height="12" viewBox="0 0 10 12" aria-hidden="true">
        <path d={path} fill="none" stroke="currentColor" stroke-width="1.6" />
      </svg>
    </button>
  );
}

function Chain({ run, request, held }: { run: RunRecord; request: RunRequest; held: string }) {
  const loaded = useData<RequestRecord>("request", { id: request.id }).value;
  const record = loaded.state === "ready" ? loaded.value : undefined;
  const { lanes } = words.run;
  const invocation = run.invocations.find(({ requestId }) => requestId === request.id);
  const [rendered] = record?.templates ?? [];
  const calls = tableCallsOf(run, request);
  const [condition, why] = conditionOf(run, request);
  return (
    <ol class="chain">
      <Link name={lanes.conductor} figure={seconds(request.start, 2)}>
        {conductorText(run, request)}
      </Link>
      <Link name={lanes.connection} figure={held} hot>
        {request.purpose === "invoke" && run.kind === "sync" ? chain.heldOpen : chain.opened}
      </Link>
      <Link name={lanes.gateway} figure={record?.ms === undefined ? "" : duration(gatewayMs(record))}>
        {rendered ? (
          <>
            {chain.rendered}
            <code>{rendered.output ?? rendered.error}</code>
          </>
        ) : record ? (
          chain.noTemplate
        ) : (
          chain.unknown
        )}
      </Link>
      <Link
        name={lanes.lambda}
        figure={invocation?.end === undefined ? "" : duration(invocation.end - invocation.start)}
      >
        {invocation ? lambdaText(run, request, invocation) : chain.unknown}
      </Link>
      <Link name={lanes.table} figure={calls.map(({ operation }) => operation).join(", ")}>
        {calls.length === 0 ? (
          chain.unknown
        ) : (
          <code>
            {calls.some(({ value }) => value)
              ? calls.flatMap(({ value }) => value ?? []).join(" → ")
              : `status: "${request.state ?? ""}"`}
          </code>
        )}
      </Link>
      <Link name={request.purpose === "poll" ? chain.condition : chain.next} figure={condition}>
        {why}
      </Link>
    </ol>
  );
}

function Link(props: { name: string; figure: string; hot?: boolean; children: preact.ComponentChildren }) {
  return (
    <li>
      <h3>
        <span>{props.name}</span>
        <span class={props.hot ? "num heldc" : "num"}>{props.figure}</span>
      </h3>
      {props.children}
    </li>
  );
}

/** API Gateway's own time: without that of the integration. */
function gatewayMs({ ms = 0, integration }: RequestRecord): number {
  return Math.max(0, ms - (integration?.ms ?? 0));
}

function conductorText(
  { kind, waits, end }: RunRecord,
  { purpose, poll = 0, start, gaveUp }: RunRequest,
): string {
  if (purpose === "poll") {
    const wait = waits.findLast((each) => each.start < start)?.seconds;
    return poll <= 1 || wait === undefined ? chain.first : chain.due(roundSeconds(wait), poll - 1);
  }
  if (kind !== "sync") return chain.sends;
  return gaveUp === undefined || end === undefined ? chain.waitsToEnd : chain.waits(seconds(gaveUp));
}

function lambdaText(
  { kind }: RunRecord,
  { purpose }: RunRequest,
  { billedMs, initMs }: RunRecord["invocations"][number],
): string {
  const billed = billedMs === undefined ? "" : chain.billed(duration(billedMs));
  const cold = initMs === undefined ? "" : chain.cold(duration(initMs));
  if (purpose === "poll") return chain.readRow(billed) + cold;
  return (kind === "sync" ? "" : `${chain.accepted} `) + chain.worked(billed) + cold;
}

/** The table's calls within the request's invocation; a few ms of slack, since two clocks recorded them. */
function tableCallsOf(run: RunRecord, { id, purpose }: RunRequest): RunRecord["tableCalls"] {
  const invocation = run.invocations.find(({ requestId }) => requestId === id);
  if (!invocation) return [];
  const wanted = purpose === "poll" ? "read" : "write";
  const { start, end = Number.POSITIVE_INFINITY } = invocation;
  return run.tableCalls.filter(
    (call) => call.purpose === wanted && call.at >= start - 5 && call.at <= end + 5,
  );
}

function conditionOf(
  { waits, end: ended, status }: RunRecord,
  request: RunRequest,
): readonly [string, string] {
  const { purpose, end = 0, state = "" } = request;
  if (purpose !== "poll") return ["", purpose === "invoke" ? chain.ends : chain.done];
  const next = waits.find((wait) => wait.start >= end - 1);
  if (next) return ["false", chain.stateIs(state) + chain.nextIn(roundSeconds(next.seconds ?? 0))];
  if (ended !== undefined && status === "COMPLETED") return ["true", chain.stateIs(state) + chain.done];
  return ["", state === "" ? chain.unknown : chain.stateIs(state)];
}
