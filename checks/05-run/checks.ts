import type { Check } from "../engine/check.ts";
import { completed, polled, requested, started, waited } from "./run.ts";

export const runRecordChecks: readonly Check[] = [started, requested, polled, completed, waited];
