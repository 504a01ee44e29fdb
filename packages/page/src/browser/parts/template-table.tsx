import type { ComponentChildren } from "preact";
import type { RequestRecord, TemplateRecord } from "../../request-record.ts";
import type { TemplateLine } from "../../template-lines.ts";
import { traceRecorded } from "../trace-template.ts";
import { words } from "../words.ts";
import { SourceText } from "./source.tsx";

/** A recorded template beside what it rendered. */
export function RecordedTemplate({ record, request }: { record: TemplateRecord; request: RequestRecord }) {
  const traced = traceRecorded(record, request);
  const caption = record.phase === "request" ? words.request.requestCaption : words.request.responseCaption;
  const head = words.request.templateHead(
    `${request.method} ${record.phase === "request" ? "" : request.status}`.trim(),
  );
  if (traced) return <TemplateTable lines={traced} caption={caption} head={head} />;
  return <Untraced record={record} caption={caption} head={head} />;
}

/** Source and output in one table: a source line, and in the same row what it rendered. */
export function TemplateTable({
  lines,
  caption,
  head,
}: {
  lines: readonly TemplateLine[];
  caption: string;
  head: string;
}) {
  return (
    <div class="code">
      <SourceTable caption={caption} head={head}>
        {lines.map((line) => (
          <Line key={line.number} line={line} />
        ))}
      </SourceTable>
    </div>
  );
}

function SourceTable({
  caption,
  head,
  children,
}: {
  caption: string;
  head: string;
  children: ComponentChildren;
}) {
  return (
    <table class="src">
      <caption class="vh">{caption}</caption>
      <colgroup>
        <col class="cn" />
        <col />
        <col class="ct" />
        <col class="cn" />
        <col />
      </colgroup>
      <thead>
        <tr>
          <td class="n" />
          <th scope="col">{head}</th>
          <td class="to" />
          <td class="n" />
          <th scope="col">{words.request.rendered}</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

function Line({ line }: { line: TemplateLine }) {
  const { number, source, rendered, did } = line;
  const [first, ...more] = rendered;
  const off = did?.kind === "skipped" || did?.kind === "passed" || (did?.kind === "tested" && !did.result);
  return (
    <>
      <tr class={off ? "off" : undefined}>
        <th class="n" scope="row">
          {number}
        </th>
        <td class="s">
          <SourceText text={source} />
        </td>
        <td class="to" aria-hidden="true">
          {first ? "→" : ""}
        </td>
        {first ? (
          <th class="n" scope="row">
            {first.line}
          </th>
        ) : (
          <td class="n" />
        )}
        {first ? (
          <td>
            <SourceText text={first.text} />
          </td>
        ) : (
          <td class="does">
            <Did line={line} />
          </td>
        )}
      </tr>
      {more.map(({ line: at, text }) => (
        <tr key={at}>
          <td class="n" />
          <td class="s" />
          <td class="to" aria-hidden="true">
            →
          </td>
          <th class="n" scope="row">
            {at}
          </th>
          <td>
            <SourceText text={text} />
          </td>
        </tr>
      ))}
    </>
  );
}

function Did({ line: { did } }: { line: TemplateLine }) {
  switch (did?.kind) {
    case "set": {
      const [name, isNow] = words.request.set(did.name);
      return (
        <>
          <b>{name}</b>
          {isNow}
          {did.value}
        </>
      );
    }
    case "tested":
      return <b>{words.request.tested[did.result ? "true" : "false"]}</b>;
    case "passed":
      return <>{words.request.passed(did.takenLine)}</>;
    case "repeated":
      return <>{words.request.repeated(did.rounds)}</>;
    case "skipped":
      return <>{words.request.skipped}</>;
    default:
      return null;
  }
}

function Untraced({ record, caption, head }: { record: TemplateRecord; caption: string; head: string }) {
  const { template, output, error, excerpt } = record;
  return (
    <div class="code">
      <SourceTable caption={caption} head={head}>
        {template.split("\n").map((text, index) => (
          <tr key={index}>
            <th class="n" scope="row">
              {index + 1}
            </th>
            <td class="s">
              <SourceText text={text} />
            </td>
            <td class="to" />
            <td class="n" />
            <td />
          </tr>
        ))}
      </SourceTable>
      <pre class="padx">{error ? `${error}\n${excerpt ?? ""}` : output}</pre>
      {!error && <p class="pad cap">{words.request.noTrace}</p>}
    </div>
  );
}
