import type { Decision } from "./policy.ts";

/** The statement that decided a request, as its policy contains it. */
export interface DecidingStatement {
  /** The policy's name; an inline policy's is KIND_PRINCIPAL_NAME, as in a simulation. */
  policy: string;
  /** Its place in the document, from 1: a statement may have no Sid. */
  number: number;
  statement: Readonly<Record<string, unknown>>;
}

/** The first statement that decided; undefined when none did: what no statement allows is denied. */
export function decidingStatement({ matched }: Pick<Decision, "matched">): DecidingStatement | undefined {
  const [first] = matched;
  if (!first) return undefined;
  const index = first.policy.statements.indexOf(first.statement);
  const { Statement } = JSON.parse(first.policy.text) as { Statement: object | readonly object[] };
  const statement = [Statement].flat()[index];
  return { policy: first.policy.name, number: index + 1, statement: { ...statement } };
}
