import type { ComponentChildren } from "preact";

/** The states that have a word, a color and a shape. */
export type StateName = "pass" | "fail" | "skip" | "unknown" | "run-on";

/** The shape of a state, 14 px. */
export function StateMark({ state }: { state: StateName }) {
  return (
    <svg class={`mk ${state}`} viewBox="0 0 14 14" aria-hidden="true">
      {shapes[state]}
    </svg>
  );
}

/** A state as shape and word. */
export function State({ state, children }: { state: StateName; children: ComponentChildren }) {
  return (
    <span class={`st ${state}`}>
      <StateMark state={state} />
      {children}
    </span>
  );
}

const ring = { fill: "none", stroke: "currentColor", "stroke-width": "1.5" } as const;

const shapes = {
  pass: (
    <>
      <circle cx="7" cy="7" r="6" {...ring} />
      <path d="M4 7.2 6.2 9.4 10 5" fill="none" stroke="currentColor" stroke-width="1.8" />
    </>
  ),
  fail: (
    <>
      <path d="M7 .8 13.2 7 7 13.2 .8 7Z" fill="currentColor" />
      <path d="M5 5l4 4M9 5 5 9" class="x" stroke="var(--surface)" stroke-width="1.6" />
    </>
  ),
  skip: (
    <>
      <circle cx="7" cy="7" r="6" {...ring} stroke-dasharray="2.4 2" />
      <path d="M4 7h6" {...ring} />
    </>
  ),
  unknown: (
    <>
      <path d="M7 1 13 12.5H1Z" {...ring} stroke-linejoin="round" />
      <path d="M7 5v3.4M7 10v1" stroke="currentColor" stroke-width="1.5" />
    </>
  ),
  "run-on": (
    <>
      <circle cx="7" cy="7" r="6" {...ring} />
      <path d="M7 1a6 6 0 0 1 0 12Z" fill="currentColor" />
    </>
  ),
} as const;
