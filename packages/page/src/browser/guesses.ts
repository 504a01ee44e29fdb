import { asObject } from "@long-running-api/foundation/objects";
import { signal } from "@preact/signals";
import type { RunKind } from "../run/record.ts";

/** An answer to the question before a run: one of three, or that it was skipped. */
export type Guess = "whole" | "some" | "moment" | "skipped";

const key = "guesses";

/** The answers given in this browser, by kind of run. */
export const guesses = signal<Partial<Record<RunKind, Guess>>>(read());

/** Remembers an answer. */
export function answerGuess(kind: RunKind, guess: Guess): void {
  guesses.value = { ...guesses.value, [kind]: guess };
  try {
    localStorage.setItem(key, JSON.stringify(guesses.value));
  } catch {
    // Storage is switched off: the answer lasts as long as the page.
  }
}

function read(): Partial<Record<RunKind, Guess>> {
  try {
    return asObject(JSON.parse(localStorage.getItem(key) ?? "{}"));
  } catch {
    return {};
  }
}
