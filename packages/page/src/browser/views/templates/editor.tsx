import { piecesOf } from "./highlight.ts";

interface EditorProps {
  value: string;
  onInput: (value: string) => void;
  label: string;
  language: "velocity" | "script";
  /** The line with an error, counted from 1. */
  errorLine?: number | undefined;
}

/**
 * A text field over its own colored lines: the browser's editing, undo, spelling of other scripts and screen reader stay.
 * Both wrap alike, so the characters lie on top of each other.
 */
export function Editor({ value, onInput, label, language, errorLine }: EditorProps) {
  const lines = value.split("\n");
  return (
    <div class="editor">
      <div class="under" aria-hidden="true">
        {lines.map((line, index) => {
          const key = `${index}`;
          return (
            <div key={key} class={errorLine === index + 1 ? "row err" : "row"}>
              <span class="n">{index + 1}</span>
              {piecesOf(line, language).map(({ text, kind }, at) => {
                const id = `${at}`;
                return (
                  <span key={id} class={kind}>
                    {text}
                  </span>
                );
              })}
              {"\n"}
            </div>
          );
        })}
      </div>
      <textarea
        aria-label={label}
        aria-invalid={errorLine !== undefined}
        value={value}
        onInput={({ currentTarget }) => onInput(currentTarget.value)}
        spellcheck={false}
        autocomplete="off"
        autocapitalize="off"
      />
    </div>
  );
}
