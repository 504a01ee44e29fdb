import { useSignal } from "@preact/signals";
import type { RunKind } from "../../run/record.ts";
import { about, startRun } from "../client.ts";
import { words } from "../words.ts";
import { CommandLine } from "./copy.tsx";

/** The kinds of run that can be started here, and why they cannot be started. */
export function StartMenu() {
  const starting = useSignal(false);
  const problem = useSignal<{ problem: string; next?: string } | undefined>(undefined);
  const kinds = about.value?.starts ?? [];
  if (kinds.length === 0) return null;
  const start = async (kind: RunKind) => {
    starting.value = true;
    problem.value = undefined;
    try {
      const started = await startRun(kind);
      if ("problem" in started) problem.value = started;
    } catch (error) {
      problem.value = { problem: error instanceof Error ? error.message : String(error) };
    } finally {
      starting.value = false;
    }
  };
  const close = (event: Event) =>
    (event.currentTarget as Element).closest("details")?.removeAttribute("open");
  return (
    <div class="menu">
      <details>
        <summary class="btn primary">{starting.value ? words.run.starting : words.run.start}</summary>
        <div class="panel">
          {kinds.map((kind) => (
            <button
              key={kind}
              type="button"
              disabled={starting.value}
              onClick={(event) => {
                close(event);
                void start(kind);
              }}
            >
              <b>{words.run.kinds[kind]}</b>
              <span class="cap">{words.run.startAbout[kind]}</span>
            </button>
          ))}
        </div>
      </details>
      {problem.value && (
        <div class="problem panel" role="alert">
          <p>{problem.value.problem}</p>
          {problem.value.next && <CommandLine command={problem.value.next} />}
        </div>
      )}
    </div>
  );
}
