import { words } from "../words.ts";

/** Still to come. */
export function view() {
  return (
    <div class="head">
      <h1>{words.titles.templates}</h1>
    </div>
  );
}
