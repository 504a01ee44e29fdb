import type { CheckSeen, StepSeen } from "../../../documents.ts";
import { about } from "../../client.ts";
import { State, StateMark, type StateName } from "../../parts/state.tsx";
import { words } from "../../words.ts";
import { OpenCheck } from "./open-check.tsx";
import { groupsOf, nameOf } from "./summary.ts";

const text = words.tutorial;
const order = ["fail", "unknown", "waiting", "skip", "pass"] as const;

/** The checks of a step: failures are open at the top, and what passed is one line. */
export function CheckList({
  step,
  number,
  shown,
}: {
  step: StepSeen;
  number: number;
  shown: string | undefined;
}) {
  const { open, rest, passed } = groupsOf(step);
  return (
    <section class="panel" aria-label={text.checksOf(number)}>
      <header>
        <h2>{text.checks}</h2>
        {order.map((status) => {
          const count = step.checks.filter((check) => check.status === status).length;
          if (count === 0) return null;
          return (
            <State key={status} state={markOf(status)}>
              {text.counted(count, text.states[status])}
            </State>
          );
        })}
        {step.at !== undefined && (
          <span class="push cap num">
            {text.ranAt(new Date(step.at).toLocaleTimeString(), ((step.ms ?? 0) / 1_000).toFixed(1))}
          </span>
        )}
      </header>
      <ul>
        {open.map((check) => (
          <OpenCheck key={check.id} check={check} step={step.id} />
        ))}
        {rest.map((check) => (
          <Line key={check.id} check={check} />
        ))}
        {passed.length > 0 && (
          <li class="check">
            <details class="fold" open={open.length === 0 || passed.some(({ id }) => id === shown)}>
              <summary>
                <span class="line">
                  <StateMark state="pass" />
                  <span>{text.passedFold(passed.length)}</span>
                </span>
              </summary>
              <ul>
                {passed.map((check) => (
                  <Line key={check.id} check={check} />
                ))}
              </ul>
            </details>
          </li>
        )}
      </ul>
    </section>
  );
}

/** A check on one line: its name, and what was observed or why it did not run. */
function Line({ check }: { check: CheckSeen }) {
  const { id, status, observed = "", because, remarks, acts, stale } = check;
  return (
    <li class="check" id={nameOf(id)}>
      <div class="line">
        <StateMark state={markOf(status)} />
        <span class="mono">
          <span class="vh">{text.outcome[status]}: </span>
          {nameOf(id)}
        </span>
        <span>
          {status === "pass" && <span class="mono">{observed}</span>}
          {status === "skip" && because !== undefined && <span class="dim">{text.followsFrom(because)}</span>}
          {status === "waiting" && <span class="dim">{acts ? sendsText() : text.outcome.waiting}</span>}
          {stale && <span class="dim"> {text.stale}</span>}
          {remarks.map((remark) => (
            <span key={remark} class="why">
              {text.note}: {remark}
            </span>
          ))}
        </span>
        <span />
      </div>
    </li>
  );
}

function sendsText(): string {
  return about.value?.sends === false ? text.sendsInTerminal : text.sends;
}

/** The mark of an outcome. */
export function markOf(status: CheckSeen["status"]): StateName {
  return status === "waiting" ? "skip" : status;
}
