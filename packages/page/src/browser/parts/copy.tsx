import { useSignal } from "@preact/signals";
import { words } from "../words.ts";

const copiedMs = 1_500;

/** A command or text with a button that copies it; the button's name says what it copies. */
export function CommandLine({ command }: { command: string }) {
  return (
    <div class="cmd">
      <code>{command}</code>
      <CopyButton text={command} what={command} />
    </div>
  );
}

/** A button that copies a text, and says so for 1.5 s. */
export function CopyButton({
  text,
  what,
  label = words.copy,
}: {
  text: string;
  what: string;
  label?: string;
}) {
  const copied = useSignal(false);
  const copy = async () => {
    await navigator.clipboard?.writeText(text);
    copied.value = true;
    setTimeout(() => {
      copied.value = false;
    }, copiedMs);
  };
  return (
    <button type="button" aria-label={label === words.copy ? words.copyWhat(what) : undefined} onClick={copy}>
      <span aria-live="polite">{copied.value ? words.copied : label}</span>
    </button>
  );
}
