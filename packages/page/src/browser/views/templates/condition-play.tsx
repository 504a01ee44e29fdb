import { judgeCondition } from "@long-running-api/conductor/http-poll/verdict";
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { AnswerSeen, ConditionDocument } from "../../../documents.ts";
import { typedHere } from "../../command.ts";
import { jsonLines } from "../../json-lines.ts";
import { CommandLine } from "../../parts/copy.tsx";
import { State } from "../../parts/state.tsx";
import { words } from "../../words.ts";
import { askWorker } from "../../workers/ask-worker.ts";
import type { ConditionAnswer, ConditionQuestion } from "../../workers/condition-messages.ts";
import { type ConditionRow, evaluationOf, outcomeOf, readable, rowsOf, scopesOf } from "./condition-rows.ts";
import { Editor } from "./editor.tsx";
import { useSaved } from "./use-saved.ts";

const text = words.templates;
/** As in Conductor's sandbox. */
const evaluateMsMax = 1_000;

interface ConditionProps {
  kinds: ComponentChildren;
  loading: boolean;
  value: ConditionDocument | undefined;
}

/** A condition on the real answers of the last run. */
export function ConditionPlay({ kinds, loading, value }: ConditionProps) {
  if (!value)
    return (
      <>
        <div class="head">
          <div>
            <h1>{words.titles.templates}</h1>
            <p class="lead">{loading ? words.loading : text.conditionLead.none}</p>
          </div>
          <div class="acts">{kinds}</div>
        </div>
        {!loading && (
          <section class="panel pad" aria-label={text.condition}>
            <CommandLine command={typedHere("npx tsx steps/05-run")} />
          </section>
        )}
      </>
    );
  return <OnAnswers kinds={kinds} value={value} />;
}

function OnAnswers({ kinds, value }: { kinds: ComponentChildren; value: ConditionDocument }) {
  const { condition, answers, input, pollSeconds, requestId } = value;
  const saved = useSaved("condition", readable(condition));
  const script = saved.value.value;
  const results = useMemo(() => signal<ConditionAnswer | "late">([]), []);
  const asker = useMemo(
    () => askWorker<ConditionQuestion, ConditionAnswer>("condition-worker.js", evaluateMsMax),
    [],
  );
  useEffect(() => () => asker.close(), [asker]);
  useEffect(() => {
    const scopes = scopesOf(answers, input);
    void asker.ask({ script, scopes }).then((found) => {
      if (found !== undefined) results.value = found;
    });
  }, [script, answers]);
  const late = results.value === "late";
  const given = results.value === "late" ? [] : results.value;
  const rows = rowsOf(answers, given, (each) => judgeCondition(script, evaluationOf(each)));
  const errorLine = given.flatMap((each) => ("error" in each ? (each.error.line ?? []) : []))[0];
  return (
    <>
      <div class="head">
        <div>
          <h1>{words.titles.templates}</h1>
          <p class="lead">{late ? text.conditionLate : outcomeOf(rows)}</p>
        </div>
        <div class="acts">{kinds}</div>
      </div>
      <section class="panel" aria-label={text.condition}>
        <header>
          <h2>{text.conditionTitle}</h2>
          <span class="dim">{text.conditionOn(answers.length, requestId)}</span>
          {saved.isEdited && (
            <button type="button" class="chip push" onClick={saved.startOver}>
              {text.startOver}
            </button>
          )}
        </header>
        <div class="cols half pad0">
          <div>
            <Editor
              value={script}
              onInput={saved.set}
              label={text.conditionEditor}
              language="script"
              errorLine={errorLine}
            />
            <p class="pad cap">{text.ranOn}</p>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard */}
          <section class="scroll" tabIndex={0} aria-label={text.resultsRegion}>
            <Results rows={rows} pollSeconds={pollSeconds} />
          </section>
        </div>
      </section>
    </>
  );
}

function Results({ rows, pollSeconds }: { rows: readonly ConditionRow[]; pollSeconds: number | undefined }) {
  return (
    <table class="data">
      <thead>
        <tr>
          <th scope="col">{text.columns.poll}</th>
          <th scope="col">{text.columns.answer}</th>
          <th scope="col">{text.columns.result}</th>
          <th scope="col">{text.columns.next}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.answer.poll}>
            <td class="num">{row.answer.poll}</td>
            <td>
              <code>{shownAnswer(row.answer)}</code>
            </td>
            <td>{row.verdict.kind === "problem" ? row.verdict.problem : <b>{row.verdict.value}</b>}</td>
            <td>
              {row.verdict.kind === "again" ? (
                <span class="dim">{text.next.again(pollSeconds)}</span>
              ) : (
                <State state={row.verdict.kind === "done" ? "pass" : "fail"}>
                  {text.next[row.verdict.kind]}
                </State>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function shownAnswer({ response: { statusCode, body } }: AnswerSeen): string {
  return `${statusCode} ${typeof body === "string" ? body : jsonLines(body)}`;
}
