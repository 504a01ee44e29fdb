import type { StepSeen } from "../../../documents.ts";
import { CommandLine } from "../../parts/copy.tsx";
import { WithCode } from "../../parts/text.tsx";
import { words } from "../../words.ts";

const text = words.tutorial;

/** What a step is for, and the commands that do it and check it. */
export function StepPanel({ step: { about, commands, section } }: { step: StepSeen }) {
  return (
    <section class="panel" aria-label={text.does}>
      <header>
        <h2>{text.does}</h2>
      </header>
      <div class="pad gap">
        {about.map((paragraph) => (
          <p key={paragraph}>
            <WithCode text={paragraph} />
          </p>
        ))}
        {commands.map((command) => (
          <CommandLine key={command} command={command} />
        ))}
        <p class="cap">{text.byHand(section)}</p>
      </div>
    </section>
  );
}
