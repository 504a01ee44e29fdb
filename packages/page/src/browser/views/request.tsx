import { useEffect } from "preact/hooks";
import type { RequestRecord } from "../../request-record.ts";
import type { RunRecord } from "../../run/record.ts";
import { about, entries, runs } from "../client.ts";
import { curlOf } from "../curl.ts";
import { useData } from "../data.ts";
import { duration } from "../format.ts";
import { CopyButton } from "../parts/copy.tsx";
import { type BoxName, endedAt, RequestBoxes } from "../parts/request-boxes.tsx";
import { RequestList } from "../parts/request-list.tsx";
import { RequestSections } from "../parts/request-sections.tsx";
import { titleOf } from "../parts/run-row.tsx";
import { State } from "../parts/state.tsx";
import { linkTo, type Place, replacePlace } from "../router.ts";
import { words } from "../words.ts";

const { request: text } = words;
const boxNames: readonly BoxName[] = ["mreq", "ireq", "integ", "ires", "mres"];

/** One call of a deployed API, through the boxes of the console: what went in, what came out, where it changed. */
export function view({ place }: { place: Place }) {
  const calls = entries.value.filter(({ kind }) => kind === "execute");
  const id = place.words[0] ?? lastId(calls);
  if (id === undefined) return <NoRequest />;
  const run = [...runs.value.values()].findLast(({ requests }) => requests.some((each) => each.id === id));
  return <Request key={id} {...{ id, run, calls, place }} />;
}

function lastId(calls: readonly { readonly [detail: string]: unknown }[]): string | undefined {
  const id = calls.at(-1)?.["requestId"];
  return id === undefined ? undefined : String(id);
}

function Request({
  id,
  run,
  calls,
  place,
}: {
  id: string;
  run: RunRecord | undefined;
  calls: Parameters<typeof RequestList>[0]["calls"];
  place: Place;
}) {
  const loaded = useData<RequestRecord>("request", { id }).value;
  const record = loaded.state === "ready" ? loaded.value : undefined;
  const asked = boxNames.find((name) => name === place.query.get("box"));
  const selected = asked ?? (record && endedAt(record)) ?? "ires";
  useEffect(() => {
    if (asked === undefined || !record) return;
    const section = document.getElementById(asked);
    section?.scrollIntoView({ block: "nearest" });
    section?.focus({ preventScroll: true });
  }, [asked, record !== undefined]);
  const linkOf = (box: BoxName) => linkTo("request", [id], { box });
  return (
    <>
      <div class="head">
        <div>
          <h1>{words.titles.request}</h1>
          {record && <Lead record={record} run={run} />}
        </div>
        {record && about.value && (
          <div class="acts">
            <CopyButton text={curlOf(record, about.value.address)} what="curl" label={text.copyCurl} />
            {record.templates.length > 0 && (
              <a class="btn" href={linkTo("templates", [], { request: id })}>
                {text.tryTemplate}
              </a>
            )}
          </div>
        )}
      </div>
      <div class="cols rail">
        <RequestList run={run} calls={calls} selected={id} />
        <div class="gap">
          {record ? (
            <>
              <section class="panel" aria-label={text.boxesLabel}>
                <header>
                  <h2>
                    <code>
                      {record.method} {record.path}
                    </code>
                  </h2>
                  <State state={record.status < 400 ? "pass" : "fail"}>{record.status}</State>
                  {record.ms !== undefined && <span class="dim num">{duration(record.ms)}</span>}
                  <span class="dim">{text.apiStage(record.apiId, record.stage)}</span>
                  <span class="push cap mono">{record.id}</span>
                </header>
                <RequestBoxes
                  record={record}
                  client={clientOf(record, run)}
                  selected={selected}
                  linkOf={linkOf}
                  onSelect={(box) => replacePlace(linkOf(box))}
                />
              </section>
              <RequestSections record={record} />
            </>
          ) : (
            <p class="dim">
              {loaded.state === "failed"
                ? loaded.message
                : loaded.state === "missing"
                  ? text.gone(id)
                  : words.loading}
            </p>
          )}
        </div>
      </div>
    </>
  );
}

function Lead({ record, run }: { record: RequestRecord; run: RunRecord | undefined }) {
  const request = run?.requests.find(({ id }) => id === record.id);
  const { method, path, status, ms, failure } = record;
  const ended = endedAt(record);
  return (
    <p class="lead">
      {text.lead(request ? titleOf(request) : text.someone, `${method} ${path}`)}
      <b>{status}</b>
      {request?.state && text.leadState(request.state)}
      {ms === undefined ? "." : text.leadAfter(duration(ms))}
      {failure && ended && text.failed(text.boxes[ended])}
      {!failure && turnsTextIntoObject(record) && text.changed}
    </p>
  );
}

/** The function returns its body as text in a text: the template makes it part of the JSON. */
function turnsTextIntoObject({ integration, methodResponse }: RequestRecord): boolean {
  return (
    /"body"\s*:\s*"\{/.test(integration?.body ?? "") && /"body"\s*:\s*\{/.test(methodResponse?.body ?? "")
  );
}

function clientOf(record: RequestRecord, run: RunRecord | undefined): readonly [string, string] {
  const request = run?.requests.find(({ id }) => id === record.id);
  const agent =
    record.methodRequest?.headers.find(([name]) => name.toLowerCase() === "user-agent")?.[1] ?? "";
  return request
    ? [words.run.lanes.conductor, titleOf(request)]
    : [text.boxes.client, agent.split(" ")[0] ?? ""];
}

function NoRequest() {
  return (
    <>
      <div class="head">
        <h1>{words.titles.request}</h1>
      </div>
      <section class="panel pad" aria-label={text.none}>
        <p>{about.value?.journal === false ? text.noJournal : text.noneText}</p>
      </section>
    </>
  );
}
