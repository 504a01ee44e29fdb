import type { Clock } from "../../run/clock.ts";
import type { RunRecord } from "../../run/record.ts";
import { runSvg } from "../../run/svg.ts";
import { download } from "../download.ts";
import { seconds } from "../format.ts";
import { words } from "../words.ts";
import { StartMenu } from "./start-menu.tsx";

/** What can be done with the picture: start a run, compare with another one, save it. */
export function RunActions({
  drawn,
  all,
  onShow,
}: {
  drawn: readonly RunRecord[];
  all: readonly RunRecord[];
  asked: readonly string[];
  clock: Clock;
  onShow: (ids: readonly string[]) => void;
}) {
  const others = all.filter(({ id }) => !drawn.some((run) => run.id === id)).toReversed();
  return (
    <div class="acts">
      <StartMenu />
      {others.length > 0 && (
        <select
          aria-label={words.run.add}
          value=""
          onChange={(event) => {
            const { value } = event.currentTarget;
            event.currentTarget.value = "";
            onShow(value === "latest" ? [] : [...drawn.map(({ id }) => id), value]);
          }}
        >
          <option value="">{words.run.add}</option>
          {others.map((run) => (
            <option key={run.id} value={run.id}>
              {optionOf(run)}
            </option>
          ))}
          <option value="latest">{words.run.latest}</option>
        </select>
      )}
      <button
        type="button"
        disabled={drawn.length === 0}
        onClick={() => download("run.svg", "image/svg+xml", runSvg(drawn))}
      >
        {words.run.exportSvg}
      </button>
    </div>
  );
}

function optionOf({ kind, startedAt, status, end, requestId }: RunRecord): string {
  const time = new Date(startedAt).toLocaleTimeString();
  return `${time}  ${words.run.kinds[kind]} ${requestId}, ${end === undefined ? status : words.run.statusAt(status, seconds(end))}`;
}
