import { useSignal } from "@preact/signals";
import type { RunRecord } from "../../run/record.ts";
import { roundSeconds } from "../format.ts";
import { answerGuess, type Guess } from "../guesses.ts";
import { words } from "../words.ts";

const answers = ["whole", "some", "moment"] as const;

/** One question with three answers, before the first run of a kind is drawn. */
export function Ask({ run, workSeconds }: { run: RunRecord; workSeconds: number }) {
  const chosen = useSignal<Guess>("skipped");
  const { kind } = run;
  const id = `ask-${kind}`;
  return (
    <section class="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>
          {words.run.ask.title}: {words.run.kinds[kind]}
        </h2>
        <button type="button" class="quiet push" onClick={() => answerGuess(kind, "skipped")}>
          {words.run.ask.show}
        </button>
      </header>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          answerGuess(kind, chosen.value);
        }}
      >
        <fieldset>
          <legend>{questionOf(run, workSeconds)}</legend>
          {answers.map((answer) => (
            <label key={answer}>
              <input
                type="radio"
                name={kind}
                checked={chosen.value === answer}
                onChange={() => {
                  chosen.value = answer;
                }}
              />
              {answerOf(answer, run, workSeconds)}
            </label>
          ))}
        </fieldset>
        <div class="acts">
          <button type="submit" class="primary">
            {words.run.ask.draw}
          </button>
        </div>
      </form>
    </section>
  );
}

function questionOf({ kind, pollSeconds = 5 }: RunRecord, workSeconds: number): string {
  return words.run.ask[kind](roundSeconds(workSeconds), roundSeconds(pollSeconds));
}

/** The words of an answer; undefined for a question that was skipped. */
export function answerOf(guess: Guess | undefined, run: RunRecord, workSeconds: number): string | undefined {
  const { whole, some, moment } = words.run.ask.answers;
  if (guess === "whole") return whole(roundSeconds(workSeconds));
  if (guess === "some") return some(roundSeconds(run.kind === "poll" ? (run.pollSeconds ?? 5) : 3));
  return guess === "moment" ? moment : undefined;
}
