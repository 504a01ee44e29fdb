import type { Outcome } from "../system.ts";

/** What a learner sees of an open exercise. */
export interface State {
  busy: string | undefined;
  outcome: Outcome | undefined;
  hints: number;
  diff: boolean;
  notice: string;
  commands: readonly string[];
  /** The learner's file as it was when it was tried last. */
  tried: string | undefined;
  /** Whether all the steps before this exercise's own are applied. */
  whole: boolean;
  /** Whether y or n is waited for. */
  asking: boolean;
  /** In how many looks the learner's file was gone. */
  looksGone: number;
  /** The key before. */
  pressed: string;
}

/** An exercise that was just opened. */
export function fresh(): State {
  return {
    busy: "applying your files",
    outcome: undefined,
    hints: 0,
    diff: false,
    notice: "",
    commands: [],
    tried: undefined,
    whole: false,
    asking: false,
    looksGone: 0,
    pressed: "",
  };
}
