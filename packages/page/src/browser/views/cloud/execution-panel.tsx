import { useSignal } from "@preact/signals";
import type { ExecutionSeen } from "../../../documents.ts";
import { jsonLines } from "../../json-lines.ts";
import { CopyButton } from "../../parts/copy.tsx";
import { JsonText } from "../../parts/json.tsx";
import { State, type StateName } from "../../parts/state.tsx";
import { words } from "../../words.ts";
import { whatMatters } from "./lead.ts";

const text = words.cloud;

/** The last execution: what matters of its record, or all of it. */
export function ExecutionPanel({
  execution: { workflow, status, ms, polls, record },
}: {
  execution: ExecutionSeen;
}) {
  const all = useSignal(false);
  const whole = jsonLines(record);
  const shown = all.value ? whole : jsonLines(whatMatters(record));
  return (
    <section class="panel" aria-label={text.panels.execution}>
      <header>
        <h2>{workflow}</h2>
        <span class="dim">{text.services.execution}</span>
        <State state={stateOf(status)}>{status}</State>
        <span class="dim num">{text.ran(ms === undefined ? undefined : (ms / 1_000).toFixed(1), polls)}</span>
        <div class="push acts">
          <fieldset class="seg" aria-label={text.howMuch}>
            <button type="button" aria-pressed={!all.value} onClick={() => (all.value = false)}>
              {text.whatMatters}
            </button>
            <button type="button" aria-pressed={all.value} onClick={() => (all.value = true)}>
              {text.everything((whole.length / 1_000).toFixed(1))}
            </button>
          </fieldset>
          <CopyButton text={shown} what={text.json} label={text.copyJson} />
        </div>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard */}
      <section class="code json" tabIndex={0} aria-label={text.jsonRegion}>
        <pre class="padx">
          <JsonText text={shown} />
        </pre>
      </section>
    </section>
  );
}

function stateOf(status: string): StateName {
  if (status === "COMPLETED") return "pass";
  if (status === "RUNNING") return "run-on";
  return status === "PAUSED" ? "unknown" : "fail";
}
