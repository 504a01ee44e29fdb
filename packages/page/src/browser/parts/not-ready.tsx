import type { ComponentChildren } from "preact";
import type { Loaded } from "../data.ts";
import { words } from "../words.ts";

/** What a view shows before its document has arrived, or when there is none. */
export function NotReady({
  title,
  loaded,
  children,
}: {
  title: string;
  loaded: Loaded<unknown>;
  children?: ComponentChildren;
}) {
  return (
    <div class="head">
      <div>
        <h1>{title}</h1>
        <p class="lead">{sentenceOf(loaded)}</p>
      </div>
      {children && <div class="acts">{children}</div>}
    </div>
  );
}

function sentenceOf(loaded: Loaded<unknown>): string {
  if (loaded.state === "failed") return loaded.message;
  return loaded.state === "missing" ? words.missing : words.loading;
}
