import type { ComponentChildren } from "preact";
import type { Headers, RequestRecord, SetHeader } from "../../request-record.ts";
import { duration, functionIn } from "../format.ts";
import { words } from "../words.ts";
import type { BoxName } from "./request-boxes.tsx";
import {
  WhyAllowed,
  WhyEnded,
  WhyFunctionMay,
  WhyLetIn,
  WhyRequestTemplate,
  WhyResponse,
  WhyResponseTemplate,
} from "./request-why.tsx";
import { State } from "./state.tsx";
import { RecordedTemplate } from "./template-table.tsx";

const { request: text } = words;

/** The details of every box, the template's first. */
export function RequestSections({ record }: { record: RequestRecord }) {
  return (
    <>
      {record.integrationResponse && <IntegrationResponse record={record} />}
      {record.integrationRequest && <IntegrationRequest record={record} />}
      <div class="cols half">
        <MethodRequest record={record} />
        {record.invocation && <IntegrationSection record={record} />}
      </div>
      {record.methodResponse && <MethodResponse record={record} />}
      <Logs title={text.log} lines={record.log} />
      <Logs title={text.functionLog} lines={record.functionLines} />
    </>
  );
}

function Section({
  box,
  tag,
  aside,
  children,
}: {
  box: BoxName;
  tag?: string | undefined;
  aside?: ComponentChildren;
  children: ComponentChildren;
}) {
  return (
    <section class="panel" id={box} aria-label={text.boxes[box]} tabIndex={-1}>
      <header>
        <h2>{text.boxes[box]}</h2>
        {tag && <span class="tag">{tag}</span>}
        {aside}
      </header>
      {children}
    </section>
  );
}

function IntegrationResponse({ record }: { record: RequestRecord }) {
  const { integrationResponse, templates } = record;
  const rendered = templates.find(({ phase }) => phase === "response");
  const { template, headers = [], status } = integrationResponse ?? {};
  return (
    <Section box="ires" tag={template?.type} aside={rendered && <span class="push cap">{text.hint}</span>}>
      {rendered && <RecordedTemplate record={rendered} request={record} />}
      <div class="pad gap">
        <WhyEnded record={record} box="ires" />
        <WhyResponse record={record} />
        <WhyResponseTemplate record={record} />
        <Overrides
          headers={headers}
          status={status === "template" ? record.status : undefined}
          overrides={rendered?.overrides}
        />
      </div>
    </Section>
  );
}

function IntegrationRequest({ record }: { record: RequestRecord }) {
  const { integrationRequest, templates } = record;
  const rendered = templates.find(({ phase }) => phase === "request");
  const { choice, headers = [], body = "" } = integrationRequest ?? {};
  return (
    <Section box="ireq" tag={choice?.type}>
      {rendered ? (
        <RecordedTemplate record={rendered} request={record} />
      ) : (
        body !== "" && <pre class="code padx">{body}</pre>
      )}
      <div class="pad gap">
        <WhyEnded record={record} box="ireq" />
        <WhyRequestTemplate record={record} />
        <Overrides headers={headers} overrides={rendered?.overrides} />
      </div>
    </Section>
  );
}

/** The headers and the status that a mapping or a template has set. */
function Overrides({
  headers,
  status,
  overrides,
}: {
  headers: readonly SetHeader[];
  status?: number | undefined;
  overrides: unknown;
}) {
  const none = headers.length === 0 && status === undefined && overrides === undefined;
  return (
    <dl class="kv">
      <dt>{text.overrides}</dt>
      {none && <dd>{text.noneSet}</dd>}
      {status !== undefined && (
        <dd>
          {text.statusFrom} <code>{status}</code> {text.fromTemplate}
        </dd>
      )}
      {headers.map(({ name, value, origin }) => (
        <dd key={`${name} ${origin}`}>
          <code>
            {name}: {String(value)}
          </code>{" "}
          {origin === "template" ? text.fromTemplate : text.fromMapping}
        </dd>
      ))}
    </dl>
  );
}

function MethodRequest({ record }: { record: RequestRecord }) {
  const { pathParameters = {}, query = [], headers = [], body = "" } = record.methodRequest ?? {};
  return (
    <Section box="mreq">
      <div class="pad gap">
        <dl class="kv">
          <dt>{text.path}</dt>
          <dd>
            <Pairs pairs={Object.entries(pathParameters)} separator=" = " />
          </dd>
          <dt>{text.query}</dt>
          <dd>
            <Pairs pairs={query} separator=" = " />
          </dd>
          <HeaderRows headers={headers} />
          <dt>{text.body}</dt>
          <dd>{body === "" ? text.empty : <code>{body}</code>}</dd>
        </dl>
        <WhyLetIn record={record} />
      </div>
    </Section>
  );
}

function IntegrationSection({ record }: { record: RequestRecord }) {
  const { invocation, integration, attempt, timeoutMs = 0 } = record;
  if (!invocation) return null;
  return (
    <Section box="integ">
      <div class="pad gap">
        <dl class="kv">
          <dt>{text.function}</dt>
          <dd>
            <code>{functionIn(invocation.functionArn)}</code>
          </dd>
          <dt>{text.invocation}</dt>
          <dd>{text.timeout(invocation.type, timeoutMs.toLocaleString("en-US"))}</dd>
          {attempt?.end !== undefined && (
            <>
              <dt>{text.duration}</dt>
              <dd class="num">
                {text.ran(
                  duration(attempt.end - attempt.start),
                  attempt.billedMs === undefined ? "" : duration(attempt.billedMs),
                  attempt.memoryMb === undefined ? "" : `${attempt.memoryMb} MB`,
                )}
              </dd>
            </>
          )}
          {integration && (
            <>
              <dt>{text.answer}</dt>
              <dd>
                {integration.status} <code>{integration.body === "" ? text.empty : integration.body}</code>
              </dd>
              <HeaderRows headers={integration.headers} />
            </>
          )}
        </dl>
        <WhyEnded record={record} box="integ" />
        <WhyAllowed record={record} />
        <WhyFunctionMay record={record} />
      </div>
    </Section>
  );
}

function MethodResponse({ record }: { record: RequestRecord }) {
  const { status = 0, headers = [], body = "" } = record.methodResponse ?? {};
  return (
    <Section box="mres" aside={<State state={status < 400 ? "pass" : "fail"}>{status}</State>}>
      <div class="pad gap">
        <dl class="kv">
          <HeaderRows headers={headers} />
          <dt>{text.body}</dt>
          <dd>{body === "" ? text.empty : <code>{body}</code>}</dd>
        </dl>
        <WhyEnded record={record} box="mres" />
      </div>
    </Section>
  );
}

function HeaderRows({ headers }: { headers: Headers }) {
  return (
    <>
      {headers.map(([name, value]) => [
        <dt key={`${name} name`}>{name}</dt>,
        <dd key={`${name} value`}>
          <code>{value}</code>
        </dd>,
      ])}
    </>
  );
}

function Pairs({ pairs, separator }: { pairs: readonly (readonly [string, string])[]; separator: string }) {
  if (pairs.length === 0) return <>{text.noneSet}</>;
  return <code>{pairs.map(([name, value]) => `${name}${separator}${value}`).join(", ")}</code>;
}

function Logs({ title, lines }: { title: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <details class="panel fold">
      <summary>
        <div class="line">
          <h2>{title}</h2>
          <span class="push">{lines.length}</span>
        </div>
      </summary>
      <pre class="padx sep2">{lines.join("\n")}</pre>
    </details>
  );
}
