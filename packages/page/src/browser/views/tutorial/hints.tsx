import { signal } from "@preact/signals";
import type { CheckSeen } from "../../../documents.ts";
import { words } from "../../words.ts";
import { diffLines } from "./diff-lines.ts";

const text = words.tutorial;

/** How many stages were opened, by check: they stay open when the check runs again. */
const opened = signal<Readonly<Record<string, number>>>({});

/** The hints of a check: one stage at a time, the solution last. */
export function Hints({ check }: { check: CheckSeen }) {
  const { id, lookAt, hint, differences = [] } = check;
  const hints = [lookAt, hint].filter((each) => each !== undefined);
  const stages = [
    ...hints.map((each, index) => ({
      title: text.hint(lookAt === undefined ? 2 : index + 1, hints.length),
      body: <p>{each}</p>,
    })),
    ...(differences.length > 0
      ? [{ title: text.solution, body: <Differences differences={differences} /> }]
      : []),
  ];
  if (stages.length === 0) return null;
  const count = opened.value[id] ?? 0;
  return (
    <ol class="ladder" aria-label={text.hints}>
      {stages.slice(0, count + 1).map(({ title, body }, index) => (
        <li key={title}>
          <details
            onToggle={({ currentTarget }) => {
              if (currentTarget.open && index >= (opened.value[id] ?? 0))
                opened.value = { ...opened.value, [id]: index + 1 };
            }}
          >
            <summary>{title}</summary>
            {body}
          </details>
        </li>
      ))}
    </ol>
  );
}

/** How what is there differs from the reference. */
function Differences({ differences }: { differences: NonNullable<CheckSeen["differences"]> }) {
  return (
    <div class="gap">
      {differences.map(({ field, found, right }) => (
        <div key={field}>
          <p class="cap">{field}</p>
          <pre class="excerpt">
            {diffLines(found, right).map(({ sign, line }, index) => {
              const key = `${index}`;
              return <span key={key} class={`diff ${signs[sign]}`}>{`${sign} ${line}`}</span>;
            })}
          </pre>
        </div>
      ))}
    </div>
  );
}

const signs = { "-": "was", "+": "is", " ": "same" } as const;
