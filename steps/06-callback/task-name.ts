import { callbackNames, type Names } from "@long-running-api/kit/names";

/** The name of the task that waits, and of its definition. */
export function taskName(names: Names): string {
  return `${callbackNames(names).workflow}_task`;
}
