import { oneLine } from "@long-running-api/foundation/text";
import type { ComponentChildren } from "preact";
import type { RequestRecord } from "../../request-record.ts";
import { duration, functionIn } from "../format.ts";
import { words } from "../words.ts";

const { boxes } = words.request;

/** The boxes whose details can be shown. */
export type BoxName = "mreq" | "ireq" | "integ" | "ires" | "mres";

/** The data plane's boxes, as the console draws them; the first four are its method request. */
const drawn: Readonly<Record<string, BoxName>> = {
  admit: "mreq",
  route: "mreq",
  "resource policy": "mreq",
  throttle: "mreq",
  "method request": "mreq",
  "integration request": "ireq",
  integration: "integ",
  "integration response": "ires",
  "method response": "mres",
};

/** The box that ended a call; undefined for one that passed all. */
export function endedAt({ failure }: RequestRecord): BoxName | undefined {
  return failure && (drawn[failure.box] ?? "mreq");
}

/** The call as the console draws its boxes: there on top, back below. */
export function RequestBoxes({
  record,
  client,
  selected,
  linkOf,
  onSelect,
}: {
  record: RequestRecord;
  client: readonly [name: string, what: string];
  selected: BoxName;
  linkOf: (box: BoxName) => string;
  onSelect: (box: BoxName) => void;
}) {
  const ended = endedAt(record);
  const box = (name: BoxName, children: ComponentChildren, aside?: string) => (
    <a
      class={`box ${name}${ended === name ? " ended" : ""}`}
      href={linkOf(name)}
      aria-current={selected === name ? "true" : undefined}
      onClick={(event) => {
        event.preventDefault();
        onSelect(name);
      }}
    >
      <h3>
        {boxes[name]} {aside !== undefined && <span class="dim num">{aside}</span>}
      </h3>
      {children}
      {ended === name && <p class="fail">{words.request.endedHere}</p>}
      <Arrow back={name !== "mreq" && name !== "ireq"} />
    </a>
  );
  const { methodRequest, integrationRequest, integration, integrationResponse, methodResponse } = record;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing of boxes is no form
    <div class="boxes" role="group" aria-label={words.request.boxesLabel}>
      <div class="box ends client">
        <h3>{client[0]}</h3>
        <p>{client[1]}</p>
        <Arrow name="one" />
      </div>
      {box("mreq", methodRequest ? <MethodRequestBox record={record} /> : <NotReached />)}
      {box("ireq", integrationRequest ? <IntegrationRequestBox record={record} /> : <NotReached />)}
      {box(
        "integ",
        integration || record.invocation ? <IntegrationBox record={record} /> : <NotReached />,
        integration?.ms === undefined ? undefined : duration(integration.ms),
      )}
      {box("ires", integrationResponse ? <IntegrationResponseBox record={record} /> : <NotReached />)}
      {box("mres", methodResponse ? <MethodResponseBox record={record} /> : <NotReached />)}
    </div>
  );
}

function NotReached() {
  return <p>{words.request.notReached}</p>;
}

function Arrow({ back = false, name = "" }: { back?: boolean; name?: string }) {
  return (
    <svg class={`arrow ${back ? "back" : name}`} viewBox="0 0 34 12" aria-hidden="true">
      <path d={back ? "M32 6H3M8 1.5 3 6l5 4.5" : "M2 6h29M26 1.5 31 6l-5 4.5"} />
    </svg>
  );
}

/** "before **strong** after" from its three parts. */
export function Strong({ parts }: { parts: readonly string[] }) {
  const [before, strong, after = ""] = parts;
  return (
    <>
      {before}
      <b>{strong}</b>
      {after}
    </>
  );
}

function MethodRequestBox({ record: { method, path, methodRequest } }: { record: RequestRecord }) {
  const { resourcePath, authorizationType, apiKeyRequired } = methodRequest ?? {};
  const { request } = words;
  const admitted =
    authorizationType === "AWS_IAM" ? request.withIam : apiKeyRequired ? request.withKey : request.open;
  return (
    <>
      <code>
        {method} {path}
      </code>
      <p>
        {resourcePath ? <Strong parts={request.matched(resourcePath)} /> : request.noMatch}
        {resourcePath && admitted}
      </p>
    </>
  );
}

function IntegrationRequestBox({ record: { integrationRequest, templates } }: { record: RequestRecord }) {
  const { choice, body } = integrationRequest ?? {};
  const template = templates.find(({ phase }) => phase === "request");
  return (
    <>
      <code>{oneLine(body ?? template?.output ?? template?.error ?? "", boxCharactersMax)}</code>
      <p>
        {choice?.kind === "template" && <Strong parts={words.request.templateFor(choice.type ?? "")} />}
        {choice?.kind === "passthrough" && words.request.passthrough}
        {choice?.kind === "proxy" && words.request.proxy}
      </p>
    </>
  );
}

function IntegrationBox({ record }: { record: RequestRecord }) {
  const { invocation, integration, attempt } = record;
  if (!invocation) return <p>{words.request.mock}</p>;
  const waits = invocation.type === "Event" ? words.request.queues : words.request.waits;
  const ran =
    attempt?.end === undefined ? "" : words.request.inFunction(duration(attempt.end - attempt.start));
  return (
    <>
      <code>{functionIn(invocation.functionArn)}</code>
      <p>
        <b>{waits[0]}</b>
        {waits[1]}
        {ran}
      </p>
      {integration && <code>{oneLine(integration.body, boxCharactersMax) || integration.status}</code>}
      {invocation.refusal && <p class="fail">{invocation.refusal}</p>}
    </>
  );
}

function IntegrationResponseBox({
  record: { integrationResponse, templates, methodResponse },
}: {
  record: RequestRecord;
}) {
  const { selection, template } = integrationResponse ?? {};
  const rendered = templates.find(({ phase }) => phase === "response");
  const status = selection?.statusCode ?? String(methodResponse?.status ?? "");
  return (
    <>
      <code>
        {oneLine(rendered?.output ?? rendered?.error ?? methodResponse?.body ?? "", boxCharactersMax)}
      </code>
      <p>
        {selection && (
          <Strong
            parts={
              selection.because === "default"
                ? words.request.defaultResponse(status)
                : words.request.patternResponse(selection.selectionPattern ?? "", status)
            }
          />
        )}{" "}
        {template?.type ? (
          <Strong parts={words.request.templateFor(template.type)} />
        ) : (
          words.request.passthrough
        )}
      </p>
    </>
  );
}

function MethodResponseBox({ record: { methodResponse, failure } }: { record: RequestRecord }) {
  const { status = 0, body = "", headers = [] } = methodResponse ?? {};
  const names = headers.map(([name]) => name).join(", ");
  return (
    <>
      <code>{words.request.declared(status, new TextEncoder().encode(body).length)}</code>
      <p>
        {failure ? words.request.gatewayResponse(failure.responseType) : words.request.declaredHeaders(names)}
      </p>
    </>
  );
}

const boxCharactersMax = 140;
