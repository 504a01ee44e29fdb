import { useComputed, useSignal } from "@preact/signals";
import { clockOf } from "../../run/clock.ts";
import { hasEnded, type RunRecord } from "../../run/record.ts";
import { chooseRuns } from "../../run/select.ts";
import { runs as allRuns, connection } from "../client.ts";
import { typed } from "../command.ts";
import { guesses } from "../guesses.ts";
import { useNow } from "../now.ts";
import { Announcements } from "../parts/announcements.tsx";
import { Ask, answerOf } from "../parts/ask.tsx";
import { CommandLine } from "../parts/copy.tsx";
import { CostNote } from "../parts/cost-note.tsx";
import { Legend } from "../parts/legend.tsx";
import { RunActions } from "../parts/run-actions.tsx";
import { RunLead, workMs } from "../parts/run-lead.tsx";
import { RunPicture } from "../parts/run-picture.tsx";
import { SelectedRequest } from "../parts/selected-request.tsx";
import { StartMenu } from "../parts/start-menu.tsx";
import { linkTo, type Place, replacePlace } from "../router.ts";
import { words } from "../words.ts";

const usualWorkMs = 27_000;

/** The run view: runs on a common time axis, with a lane for each participant. */
export function view({ place }: { place: Place }) {
  const asked = (place.query.get("runs") ?? "").split(",").filter((id) => id !== "");
  const selected = place.query.get("request") ?? undefined;
  const pointed = useSignal<string | undefined>(undefined);
  const cutting = useSignal(true);
  const chosen = chooseRuns(allRuns.value, asked);
  const opened = useSignal(Date.now());
  const covered = useComputed(() => guesses.value);
  const isCovered = ({ kind, startedAt }: RunRecord) =>
    covered.value[kind] === undefined && startedAt > opened.value;
  const drawn = chosen.filter((run) => !isCovered(run));
  const isLive = (run: RunRecord) => !hasEnded(run) && connection.value.state === "live";
  const live = drawn.some(isLive);
  const time = useNow(live);
  const nowOf = ({ startedAt }: RunRecord) => Math.max(0, time - startedAt);
  const now = live ? Math.max(...drawn.filter(isLive).map(nowOf)) : undefined;
  const clock = clockOf(drawn, { cutting: cutting.value, ...(now === undefined ? {} : { now }) });
  const work = workMs(drawn) ?? usualWorkMs;
  const linkOf = (query: { runs?: readonly string[]; request?: string }) => {
    const ids = query.runs ?? asked;
    return linkTo("run", [], {
      ...(ids.length > 0 ? { runs: ids.join(",") } : {}),
      ...(query.request ? { request: query.request } : {}),
    });
  };
  const onSelect = (request: string) => replacePlace(linkOf({ request }));
  const show = (runs: readonly string[]) =>
    replacePlace(linkOf({ runs, ...(selected ? { request: selected } : {}) }));
  const owner = drawn.find(({ requests }) => requests.some(({ id }) => id === selected));
  const request = owner?.requests.find(({ id }) => id === selected);
  if (chosen.length === 0) return <NoRun />;
  return (
    <>
      <div class="head">
        <div>
          <h1>{words.titles.run}</h1>
          <RunLead runs={drawn} nowOf={nowOf} />
        </div>
        <RunActions
          drawn={drawn}
          all={[...allRuns.value.values()]}
          asked={asked}
          clock={clock}
          onShow={show}
        />
      </div>
      <div class="gap asked">
        {chosen.filter(isCovered).map((run) => (
          <Ask key={run.id} run={run} workSeconds={Math.round(work / 1_000)} />
        ))}
      </div>
      {drawn.length > 0 && (
        <>
          <RunPicture
            runs={drawn}
            {...{ clock, nowOf, isLive, selected, onSelect }}
            pointed={pointed.value}
            guessOf={(run) => answerOf(covered.value[run.kind], run, Math.round(work / 1_000))}
            linkOf={(id) => linkOf({ request: id })}
            onPoint={(id) => {
              pointed.value = id;
            }}
            onRemove={asked.length > 1 ? (gone) => show(asked.filter((id) => id !== gone)) : undefined}
          />
          <Legend clock={clock} cutting={cutting} />
          {owner && request && (
            <SelectedRequest run={owner} request={request} now={nowOf(owner)} onSelect={onSelect} />
          )}
          <CostNote runs={drawn} />
        </>
      )}
      <Announcements runs={drawn} />
    </>
  );
}

function NoRun() {
  return (
    <>
      <div class="head">
        <div>
          <h1>{words.titles.run}</h1>
          <p class="lead">{words.run.noneLead}</p>
        </div>
        <div class="acts">
          <StartMenu />
        </div>
      </div>
      <section class="panel" aria-label={words.run.none}>
        <header>
          <h2>{words.run.none}</h2>
        </header>
        <div class="pad gap">
          <p>{words.run.noneText}</p>
          <CommandLine command={typed("npm start")} />
          <p>
            <a href={linkTo("tutorial")}>{words.run.toTutorial}</a>
          </p>
        </div>
      </section>
    </>
  );
}
