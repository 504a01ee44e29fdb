/** Why a script has no value. */
export interface ScriptError {
  name: string;
  message: string;
  /** The position in the script, counted from 1. */
  line?: number;
  column?: number;
}

/** What a script returned: JSON, or undefined. */
export type Evaluation = { value: unknown } | { error: ScriptError };
