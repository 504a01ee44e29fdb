import type { LineTrace } from "@long-running-api/api-gateway/templates";
import { shortened } from "@long-running-api/foundation/text";
import type { JSX } from "preact";
import { words } from "../../words.ts";

const text = words.templates;
const eventsMax = 60;
const charactersMax = 200;

/** What the template did, by source line. */
export function TracePanel({ lines }: { lines: readonly LineTrace[] }) {
  const rows = rowsOf(lines);
  return (
    <section class="panel" aria-label={text.trace}>
      <header>
        <h2>{text.trace}</h2>
        <span class="cap push">{text.traceHow}</span>
      </header>
      {rows.length === 0 ? (
        <p class="pad dim">{text.nothing}</p>
      ) : (
        <ol class="trace">
          {rows.slice(0, eventsMax)}
          {rows.length > eventsMax && <li class="dim">{text.more(rows.length - eventsMax)}</li>}
        </ol>
      )}
    </section>
  );
}

function rowsOf(lines: readonly LineTrace[]): JSX.Element[] {
  const rows: JSX.Element[] = [];
  for (const [index, { line, skipped, events }] of lines.entries()) {
    if (skipped && lines[index - 1]?.skipped !== true) {
      const length = lines.slice(index).findIndex((each) => !each.skipped);
      const to = length < 0 ? lines.length : index + length;
      rows.push(
        <li key={`${line} skipped`} class="dim">
          <span class="n">{line}</span>
          {text.notTaken(line, to)}
        </li>,
      );
    }
    for (const [at, event] of events.entries())
      rows.push(
        <li key={`${line} ${at}`}>
          <span class="n">{line}</span>
          <Event event={event} />
        </li>,
      );
  }
  return rows;
}

function Event({ event }: { event: LineTrace["events"][number] }) {
  switch (event.kind) {
    case "set":
      return event.text === undefined ? (
        <>
          <code>{event.literal}</code> {text.setsNothing}
        </>
      ) : (
        <>
          <code>{event.literal}</code> {text.sets} <code>{shortened(event.text, charactersMax)}</code>
        </>
      );
    case "condition":
      return (
        <>
          <code>{event.literal}</code> {text.is} <b>{event.holds ? text.isTrue : text.isFalse}</b>
        </>
      );
    case "reference":
      return (
        <>
          <code>{event.literal}</code> {text.prints}{" "}
          {event.text === "" ? (
            <span class="dim">{text.nothing}</span>
          ) : (
            <code>{shortened(event.text, charactersMax)}</code>
          )}
        </>
      );
    case "loop":
      return <span class="dim">{text.turns(event.rounds)}</span>;
  }
}
