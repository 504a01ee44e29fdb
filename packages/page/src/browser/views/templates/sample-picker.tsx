import type { Signal } from "@preact/signals";
import { words } from "../../words.ts";
import type { Sample } from "./samples.ts";

const text = words.templates.sample;

interface SampleProps {
  phase: "request" | "response";
  samples: readonly Sample[];
  body: Signal<string>;
  /** Where the template reads the path. */
  pathId: Signal<string> | undefined;
  /** What the request template of the same call has set. */
  carried: string | undefined;
}

/** The input of a template: a body to edit, some to choose from, and what else it reads. */
export function SamplePicker({ phase, samples, body, pathId, carried }: SampleProps) {
  return (
    <>
      <div class="pad sep">
        <h3>{text[phase]}</h3>
      </div>
      <div class="pad gap">
        <textarea
          class="sample mono"
          aria-label={text.editor}
          rows={rowsFor(body.value)}
          value={body.value}
          onInput={({ currentTarget }) => (body.value = currentTarget.value)}
          spellcheck={false}
          autocomplete="off"
        />
        {pathId && (
          <label class="field">
            {text.path}
            <input
              class="mono"
              value={pathId.value}
              onInput={({ currentTarget }) => (pathId.value = currentTarget.value)}
              spellcheck={false}
              autocomplete="off"
            />
          </label>
        )}
        {carried !== undefined && <p class="cap">{text.carried(carried)}</p>}
        {samples.length > 1 && (
          <div class="acts">
            {samples.map((sample) => (
              <button
                key={sample.name}
                type="button"
                class="chip"
                aria-pressed={body.value === sample.body}
                onClick={() => (body.value = sample.body)}
              >
                {typeof sample.name === "number" ? text.poll(sample.name) : text.names[sample.name]}
              </button>
            ))}
          </div>
        )}
      </div>
    </>
  );
}

const charactersOfRow = 48;

/** As many rows as the text needs, within limits. */
function rowsFor(value: string): number {
  const rows = value.split("\n").map((line) => Math.max(1, Math.ceil(line.length / charactersOfRow)));
  return Math.min(
    12,
    Math.max(
      2,
      rows.reduce((sum, each) => sum + each, 0),
    ),
  );
}
