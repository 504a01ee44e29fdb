import { withoutComments } from "./comments.ts";

/** How long the function works on a request. */
export interface WorkTime {
  seconds: number;
  /** Whether it was read from the function; otherwise it is the tutorial's time. */
  known: boolean;
}

const tutorialSeconds = 27;
const beforeSeconds = 2;

/** From the variable PROCESSING_SECONDS, else from the sleeps in the code. */
export function workTime(environment: Readonly<Record<string, string>>, whole: string): WorkTime {
  const text = withoutComments(whole);
  const usesVariable = text === "" || text.includes("PROCESSING_SECONDS");
  const fallback = /PROCESSING_SECONDS[^\n]{0,40}?["'](\d+(?:\.\d+)?)["']/.exec(text)?.[1];
  const named = usesVariable ? (environment["PROCESSING_SECONDS"] ?? fallback) : undefined;
  const processing = Number(named);
  if (named !== undefined && Number.isFinite(processing))
    return { seconds: processing + beforeSeconds, known: true };
  const sleeps = sum(text, /\bsleep\(\s*([\d_]+(?:\.\d+)?)(?:\s*\*\s*([\d_]+))?\s*\)/g);
  const open = /(?<!function |def )\bsleep\(\s*[A-Za-z_$]/.test(text); // the duration is defined elsewhere
  const python = /\bimport time\b|from time import/.test(text); // its sleep takes seconds
  const timers = sum(text, /\bsetTimeout\(\s*[\w$]+\s*,\s*([\d_]+(?:e\d)?)(?:\s*\*\s*([\d_]+))?\s*\)/g);
  const seconds = python ? sleeps : (sleeps + timers) / 1000;
  const known = python ? seconds > 0 : seconds >= 1; // a custom sleep may take seconds
  return known && !open ? { seconds, known: true } : { seconds: tutorialSeconds, known: false };
}

function sum(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].reduce(
    (total, [, number = "0", times = "1"]) => total + plain(number) * plain(times),
    0,
  );
}

function plain(number: string): number {
  return Number(number.replaceAll("_", ""));
}
