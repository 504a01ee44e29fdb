import type { RunRecord } from "../../run/record.ts";
import type { Entry } from "../../source.ts";
import { typed } from "../command.ts";
import { seconds } from "../format.ts";
import { linkTo } from "../router.ts";
import { words } from "../words.ts";
import { CommandLine } from "./copy.tsx";
import { State } from "./state.tsx";

const listMax = 12;

/** The requests beside the one that is shown: of its run, or the latest; and those that failed. */
export function RequestList({
  run,
  calls,
  selected,
}: {
  run: RunRecord | undefined;
  /** API Gateway's requests, oldest first. */
  calls: readonly Entry[];
  selected: string | undefined;
}) {
  const failed = calls
    .filter(({ status }) => Number(status) >= 400)
    .slice(-listMax)
    .toReversed();
  const inRun = run?.requests.filter(({ to }) => to === "api") ?? [];
  return (
    <nav class="panel list" aria-label={words.request.list}>
      {run ? (
        <>
          <div class="grp">{words.request.ofRun(run.requestId, inRun.length)}</div>
          {inRun.map(({ id, method, purpose, poll, path, start }) => (
            <a key={id} href={linkTo("request", [id])} aria-current={id === selected ? "true" : undefined}>
              <span>
                <b>{method}</b> {purpose === "poll" ? words.run.poll(poll ?? 0).toLowerCase() : path}
              </span>
              <span class="cap num">{seconds(start, 2)}</span>
            </a>
          ))}
        </>
      ) : (
        <>
          <div class="grp">{words.request.recent}</div>
          {calls
            .slice(-listMax)
            .toReversed()
            .map((call) => (
              <Call key={call.number} call={call} selected={selected} />
            ))}
        </>
      )}
      {failed.length > 0 && (
        <>
          <div class="grp">{words.request.refused}</div>
          {failed.map((call) => (
            <Call key={call.number} call={call} selected={selected} />
          ))}
        </>
      )}
      <div class="pad">
        <CommandLine command={typed("npx tsx local logs")} />
      </div>
    </nav>
  );
}

function Call({ call, selected }: { call: Entry; selected: string | undefined }) {
  const { requestId, method, path, status, stage } = call;
  const id = String(requestId);
  const failed = Number(status) >= 400;
  return (
    <a href={linkTo("request", [id])} aria-current={id === selected ? "true" : undefined}>
      <span>
        {failed && <State state="fail">{String(status)}</State>} <b>{String(method)}</b>{" "}
        {failed ? `/${String(stage)}` : ""}
        {String(path)}
      </span>
      <span class="cap num">{new Date(call.time).toLocaleTimeString()}</span>
    </a>
  );
}
