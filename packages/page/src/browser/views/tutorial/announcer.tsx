import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { StepSeen } from "../../../documents.ts";
import { words } from "../../words.ts";
import { nameOf } from "./summary.ts";

/** Announces a changed verdict to a screen reader: only the first one, and none when the page opens. */
export function Announcer({ steps }: { steps: readonly StepSeen[] }) {
  const said = useSignal("");
  const known = useRef<ReadonlyMap<string, string> | undefined>(undefined);
  const now = new Map(steps.flatMap(({ checks }) => checks.map(({ id, status }) => [id, status] as const)));
  useEffect(() => {
    const before = known.current;
    known.current = now;
    if (!before) return;
    for (const [id, status] of now)
      if ((status === "fail" || status === "pass") && before.get(id) !== status) {
        said.value = words.tutorial.announced(nameOf(id), words.tutorial.outcome[status]);
        return;
      }
  });
  return (
    <p class="vh" aria-live="polite">
      {said.value}
    </p>
  );
}
