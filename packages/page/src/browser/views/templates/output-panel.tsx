import { JsonText } from "../../parts/json.tsx";
import { State } from "../../parts/state.tsx";
import { words } from "../../words.ts";
import type { TemplateAnswer, TemplateFailure } from "../../workers/template-messages.ts";
import type { Meaning } from "./meaning.ts";

const text = words.templates;

interface OutputProps {
  /** The last output; while a template has an error, it stays. */
  answer: TemplateAnswer | undefined;
  failure: TemplateFailure["error"] | undefined;
  meaning: Meaning | undefined;
  method: string;
  passedOn: boolean;
}

/** What the template rendered, and whether it is JSON; an error with its place. */
export function OutputPanel({ answer, failure, meaning, method, passedOn }: OutputProps) {
  return (
    <section class="panel" aria-label={text.output}>
      <header>
        <h2>{text.output}</h2>
        <span aria-live="polite">
          {failure ? (
            <State state="fail">{text.errors}</State>
          ) : meaning?.notJson !== undefined ? (
            <State state="fail">{text.notJson}</State>
          ) : (
            answer && <State state="pass">{text.validJson}</State>
          )}
        </span>
        {failure && answer && <span class="push cap">{text.lastOutput}</span>}
      </header>
      {failure && (
        <div class="pad gap">
          <State state="fail">{text.at(failure.line, failure.column)}</State>
          <p>{failure.message}</p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard */}
          <pre class="excerpt" tabIndex={0}>
            {failure.excerpt}
          </pre>
          <p class="why">{failure.rejectsBody ? text.bodyRejected(method) : text.deployedLikeThis(method)}</p>
        </div>
      )}
      {answer && (
        <div class={failure ? "code stale" : "code"}>
          <pre class="padx">
            {answer.output.trim() === "" ? (
              <span class="dim">{text.noOutput}</span>
            ) : (
              <JsonText text={answer.output} />
            )}
          </pre>
        </div>
      )}
      {!failure && (
        <ul class="notes">
          {passedOn && <li class="dim">{text.passedOn}</li>}
          {meaning?.notJson !== undefined && answer?.output.trim() !== "" && (
            <li>{text.notJsonBecause(meaning.notJson)}</li>
          )}
          {answer?.unresolved.map((reference) => (
            <li key={reference}>{text.unresolved(reference)}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
