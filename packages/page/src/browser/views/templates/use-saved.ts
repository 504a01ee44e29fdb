import { type Signal, signal } from "@preact/signals";
import { useMemo } from "preact/hooks";

/** A text that this browser keeps under a name; without one it is `initial`. */
export interface SavedText {
  readonly value: Signal<string>;
  readonly isEdited: boolean;
  set(text: string): void;
  startOver(): void;
}

/** What was typed outlives the page, in the browser's storage if it has one. */
export function useSaved(name: string, initial: string): SavedText {
  const key = `edited:${name}`;
  const value = useMemo(() => signal(read(key) ?? initial), [key, initial]);
  return {
    value,
    isEdited: value.value !== initial,
    set(text) {
      value.value = text;
      write(key, text === initial ? undefined : text);
    },
    startOver() {
      value.value = initial;
      write(key, undefined);
    },
  };
}

function read(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}

function write(key: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  } catch {
    // Storage is switched off or full: the text lasts as long as the page.
  }
}
