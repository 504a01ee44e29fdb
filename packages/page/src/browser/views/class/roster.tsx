import type { ClassDocument, LearnerSeen, StepOfLearner } from "../../../documents.ts";
import { State, StateMark, type StateName } from "../../parts/state.tsx";
import { words } from "../../words.ts";
import { minutesSince } from "./figures.ts";

const text = words.class;

const marks: Readonly<Record<StepOfLearner["state"], StateName>> = {
  passed: "pass",
  next: "run-on",
  failed: "fail",
  none: "skip",
  unknown: "unknown",
};

interface RosterProps {
  value: ClassDocument;
  nameOf: (learner: LearnerSeen) => string;
  now: number;
  many: boolean;
}

/** The progress of the class: one row per learner, one column per step. */
export function Roster({ value: { steps, learners }, nameOf, now, many }: RosterProps) {
  const titles = steps.map(({ title }) => title);
  return (
    <section class="panel" aria-label={text.roster}>
      <header>
        <h2>{text.who}</h2>
        <span class="push legend">
          {(["passed", "next", "failed", "none"] as const).map((state) => (
            <State key={state} state={marks[state]}>
              {text.legend[state]}
            </State>
          ))}
        </span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard */}
      <section class="scroll" tabIndex={0} aria-label={text.rosterRegion}>
        <table class={many ? "data matrix many" : "data matrix"}>
          <thead>
            <tr>
              <th scope="col">{text.columns.learner}</th>
              {steps.map(({ id, title }, index) => (
                <th key={id} scope="col">
                  {text.step(index + 1, title)}
                </th>
              ))}
              <th scope="col">{text.columns.onIt}</th>
              <th scope="col">{text.columns.first}</th>
            </tr>
          </thead>
          <tbody>
            {learners.map((learner) => (
              <Row key={learner.name} learner={learner} titles={titles} name={nameOf(learner)} now={now} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

interface RowProps {
  learner: LearnerSeen;
  titles: readonly string[];
  name: string;
  now: number;
}

function Row({ learner, titles, name, now }: RowProps) {
  const { steps, done, first } = learner;
  const at = steps.findIndex(({ state }) => state === "next");
  return (
    <tr>
      <th scope="row">{name}</th>
      {steps.map((step, index) => {
        const key = `${index}`;
        return (
          <td key={key}>
            <Cell step={step} />
          </td>
        );
      })}
      <td class="num">
        {done ? (
          <span class="dim">{text.isDone}</span>
        ) : (
          first && text.minutes(minutesSince(first.since, now))
        )}
      </td>
      <td>
        {done ? (
          <State state="pass">{text.completed}</State>
        ) : (
          first && <Wrong first={first} begun={at < 0} step={at + 1} title={titles[at] ?? ""} />
        )}
      </td>
    </tr>
  );
}

/** The first check that does not pass; where a step has not begun, nothing is wrong yet. */
function Wrong({
  first,
  begun,
  step,
  title,
}: {
  first: NonNullable<LearnerSeen["first"]>;
  begun: boolean;
  step: number;
  title: string;
}) {
  if (!begun) return <span class="dim">{text.notBegun(step, title)}</span>;
  return (
    <span class="wrong" title={first.observed}>
      <code>{first.check}</code> <span class="dim">{first.observed}</span>
    </span>
  );
}

function Cell({ step: { state, passed, total } }: { step: StepOfLearner }) {
  return (
    <span class={`cell ${marks[state]}`}>
      <StateMark state={marks[state]} />
      {state === "passed" && <span>{total}</span>}
      {state === "failed" && <b>{text.share(passed, total)}</b>}
      {state === "next" && <span>{text.share(passed, total)}</span>}
      <span class="vh">{text.legend[state]}</span>
    </span>
  );
}
