/** How long the function works on a request. */
export interface WorkTime {
  seconds: number;
  /** Read off the function; otherwise it is what the tutorial's takes. */
  known: boolean;
}

const tutorialSeconds = 27;
const beforeSeconds = 2;

/** From the variable PROCESSING_SECONDS, else from the sleeps that the code spells out. */
export function workTime(environment: Readonly<Record<string, string>>, text: string): WorkTime {
  const usesVariable = text === "" || text.includes("PROCESSING_SECONDS");
  const fallback = /PROCESSING_SECONDS[^\n]{0,40}?["'](\d+(?:\.\d+)?)["']/.exec(text)?.[1];
  const named = usesVariable ? (environment["PROCESSING_SECONDS"] ?? fallback) : undefined;
  const processing = Number(named);
  if (named !== undefined && Number.isFinite(processing))
    return { seconds: processing + beforeSeconds, known: true };
  const sleeps = sum(text, /\bsleep\(\s*(\d+(?:\.\d+)?)\s*\)/g); // Python's time.sleep: seconds
  if (sleeps > 0 && /\bimport time\b|from time import/.test(text)) return { seconds: sleeps, known: true };
  const timers = sum(text, /\bsetTimeout\(\s*[\w$]+\s*,\s*([\d_]+(?:e\d)?)\s*\)/g) / 1000;
  return timers > 0 ? { seconds: timers, known: true } : { seconds: tutorialSeconds, known: false };
}

function sum(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].reduce(
    (total, [, number = "0"]) => total + Number(number.replaceAll("_", "")),
    0,
  );
}
