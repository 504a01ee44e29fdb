import { useSignal } from "@preact/signals";
import type { CheckSeen } from "../../../documents.ts";
import { act } from "../../client.ts";
import { StateMark } from "../../parts/state.tsx";
import { linkTo } from "../../router.ts";
import { words } from "../../words.ts";
import { Hints } from "./hints.tsx";
import { nameOf } from "./summary.ts";

const text = words.tutorial;

/** A check that does not pass, with everything that is known of it. */
export function OpenCheck({ check, step }: { check: CheckSeen; step: string }) {
  const { id, status, claim, expected, observed, leadsTo, requestId, stale } = check;
  const busy = useSignal(false);
  const again = async () => {
    busy.value = true;
    // Only the connection can fail here, and the bar reports that.
    await act("check", { step }).catch(() => {});
    busy.value = false;
  };
  return (
    <li class="check open" id={nameOf(id)}>
      <div class="line">
        <StateMark state={status === "unknown" ? "unknown" : "fail"} />
        <b class="mono">
          <span class="vh">{text.outcome[status]}: </span>
          {nameOf(id)}
        </b>
        <b>{claim}</b>
        <button type="button" aria-disabled={busy.value} onClick={() => !busy.value && again()}>
          {busy.value ? text.checking : text.checkAgain}
        </button>
      </div>
      <div class="body">
        <dl class="facts">
          {expected !== undefined && (
            <>
              <dt>{text.expected}</dt>
              <dd>{expected}</dd>
            </>
          )}
          {observed !== undefined && (
            <>
              <dt>{text.observed}</dt>
              <dd>
                <mark>{observed}</mark>
              </dd>
            </>
          )}
          {leadsTo !== undefined && (
            <>
              <dt>{text.leadsTo}</dt>
              <dd>{leadsTo}</dd>
            </>
          )}
        </dl>
        {stale && <p class="dim">{text.stale}</p>}
        {requestId !== undefined && (
          <p>
            <a href={linkTo("request", [requestId])}>{text.seeRequest}</a>
          </p>
        )}
        <Hints check={check} />
      </div>
    </li>
  );
}
