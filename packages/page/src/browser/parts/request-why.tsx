import { resourceOf } from "@long-running-api/iam/arn";
import type { DecidingStatement, RequestRecord } from "../../request-record.ts";
import { words } from "../words.ts";
import { type BoxName, endedAt } from "./request-boxes.tsx";

const { why } = words.request;

/** A question about a choice, and its answer. */
export function Why({ question, children }: { question: string; children: preact.ComponentChildren }) {
  return (
    <p class="why">
      <b>{question}</b> {children}
    </p>
  );
}

/** Statement X of a policy: what it allows or denies. */
function Decided({ by: { number, statement }, policy }: { by: DecidingStatement; policy: string }) {
  const [before, name, after] = why.decided(textOf(statement["Sid"]), number);
  const resources = listOf(statement["Resource"] ?? statement["NotResource"]);
  const { Condition } = statement;
  return (
    <span class="decided">
      {before}
      <code>{name}</code>
      {after}
      {policy}
      {why.does(String(statement["Effect"]), listOf(statement["Action"] ?? statement["NotAction"]))}
      {resources !== "" && why.on(resources)}
      {Condition !== undefined && why.onlyIf(JSON.stringify(Condition))}.
    </span>
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function listOf(value: unknown): string {
  return [value ?? []].flat().map(String).join(", ");
}

/** Which statement of its execution role lets the function do what it did for this call. */
export function WhyFunctionMay({ record: { functionCalls } }: { record: RequestRecord }) {
  return (
    <>
      {functionCalls.map(({ action, role, allowedBy, error }, index) => (
        <Why
          key={`${action} ${index}`}
          question={error === undefined ? why.mayFunction(action) : why.mayNotFunction(action)}
        >
          {error ?? (allowedBy && <Decided by={allowedBy} policy={why.policyOf(allowedBy.policy, role)} />)}
        </Why>
      ))}
    </>
  );
}

/** Why a box ended the call: the reason in AWS's words, which a client does not see. */
export function WhyEnded({ record, box }: { record: RequestRecord; box: BoxName }) {
  if (endedAt(record) !== box || !record.failure) return null;
  const { message, reason, responseType } = record.failure;
  const { policyDecision } = record.methodRequest ?? {};
  return (
    <Why question={box === "mreq" ? why.refused : why.ended}>
      {reason ?? message} ({responseType}){" "}
      {record.failure.box === "resource policy" &&
        (policyDecision?.by ? <Decided by={policyDecision.by} policy={why.apiPolicy} /> : why.noStatement)}
    </Why>
  );
}

export function WhyLetIn({ record }: { record: RequestRecord }) {
  if (endedAt(record) === "mreq") return <WhyEnded record={record} box="mreq" />;
  const { authorizationType, apiKeyRequired, hasPolicy, policyDecision, signerDecision } =
    record.methodRequest ?? {};
  const by = authorizationType === "AWS_IAM" ? why.iam : apiKeyRequired ? why.key : why.open;
  return (
    <Why question={why.letIn}>
      {by}
      {!hasPolicy
        ? why.noPolicy
        : policyDecision?.decision === "implicitDeny"
          ? why.policySilent
          : why.policy}
      {signerDecision?.by && (
        <>
          {" "}
          <Decided by={signerDecision.by} policy={signerDecision.by.policy} />
        </>
      )}
      {policyDecision?.by && (
        <>
          {" "}
          <Decided by={policyDecision.by} policy={why.apiPolicy} />
        </>
      )}
    </Why>
  );
}

export function WhyRequestTemplate({ record }: { record: RequestRecord }) {
  const { choice } = record.integrationRequest ?? {};
  if (!choice) return null;
  const type = record.methodRequest?.headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  const answer = () => {
    if (choice.kind === "proxy") return why.proxyBody;
    if (choice.kind === "passthrough") return why.passthrough(choice.behavior ?? "");
    if (choice.kind === "unsupported") return why.unsupported(choice.behavior ?? "");
    if (choice.because === "$default") return why.fallback;
    return type === undefined ? why.noContentType : why.contentType(type);
  };
  return <Why question={why.template}>{answer()}</Why>;
}

export function WhyAllowed({ record: { invocation } }: { record: RequestRecord }) {
  if (!invocation) return null;
  const { allowedBy, role, roleAllowedBy, refusal } = invocation;
  if (refusal !== undefined) return <Why question={why.refused}>{refusal}</Why>;
  if (role !== undefined)
    return (
      <Why question={why.allowed}>
        {why.role(role)} {roleAllowedBy && <Decided by={roleAllowedBy} policy={roleAllowedBy.policy} />}
      </Why>
    );
  if (!allowedBy) return null;
  const [before, sid, after] = why.statement(allowedBy.Sid ?? "");
  const source = sourceOf(allowedBy);
  const [from, arn, end] = why.from(source ?? "");
  return (
    <Why question={why.allowed}>
      {before}
      <code>{sid}</code>
      {after}
      {why.may(principalOf(allowedBy), String(allowedBy["Action"] ?? "").replace("lambda:", ""))}
      {source === undefined ? (
        "."
      ) : (
        <>
          {from}
          <code>{arn}</code>
          {end}
        </>
      )}
    </Why>
  );
}

function principalOf({ Principal }: { readonly [member: string]: unknown }): string {
  if (typeof Principal === "string") return Principal;
  return typeof Principal === "object" && Principal !== null ? Object.values(Principal).join(", ") : "";
}

/** The part of the source ARN that names the API, stage, method and path. */
function sourceOf({ Condition }: { readonly [member: string]: unknown }): string | undefined {
  const like = (Condition as { ArnLike?: Record<string, string> } | undefined)?.ArnLike;
  const arn = like && Object.values(like)[0];
  return arn && resourceOf(arn);
}

export function WhyResponse({ record: { integrationResponse } }: { record: RequestRecord }) {
  if (!integrationResponse) return null;
  const { selection, status } = integrationResponse;
  const answer = () => {
    if (status === "proxy" || !selection) return why.byProxy;
    const { because, text, selectionPattern = "" } = selection;
    if (because === "pattern") return why.byPattern(selectionPattern, text);
    return text === "" ? why.byDefault : why.byDefaultNoMatch(text);
  };
  return <Why question={why.response}>{answer()}</Why>;
}

export function WhyResponseTemplate({ record: { integrationResponse } }: { record: RequestRecord }) {
  if (!integrationResponse || integrationResponse.status === "proxy") return null;
  const { template } = integrationResponse;
  const answer =
    template?.because === "Accept"
      ? why.accept(template.type ?? "")
      : template?.because === "application/json"
        ? why.json
        : template
          ? why.first
          : why.noTemplate;
  return <Why question={why.template}>{answer}</Why>;
}
