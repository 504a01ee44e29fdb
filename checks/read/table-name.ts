import { escapeRegex } from "@long-running-api/foundation/text";
import type { ProbeContext } from "../engine/probe-context.ts";
import { withoutComments } from "../rules/comments.ts";
import { addressOf, type FunctionSeen } from "./function.ts";
import { functionCode } from "./function-code.ts";

/** The table that a function uses, and where its name comes from. */
export interface NamedTable {
  /** Empty if the code reads it from a variable that is not set. */
  name: string;
  where: string;
}

/** Whether a function's environment or code contains a table's name. */
export async function namesTable(
  context: ProbeContext,
  candidate: FunctionSeen,
  table: string,
): Promise<boolean> {
  if (Object.values(candidate.environment).includes(table)) return true;
  const { text = "" } = await context.ask(functionCode, addressOf(candidate));
  return text.includes(table);
}

/**
 * The tables that a function may use, the likeliest first. Environment variables come first: if the code reads one,
 * its literal is only the default.
 */
export function readTableNames(environment: Readonly<Record<string, string>>, whole: string): NamedTable[] {
  const text = withoutComments(whole);
  const variables = variablesOf(environment, text);
  if (variables.length > 0) return variables;
  const names = literals.flatMap((pattern) => [...text.matchAll(pattern)].map(([, name = ""]) => name));
  if (names.length > 0) return [...new Set(names)].map((name) => ({ name, where: "its code" }));
  const variable = unfilled.exec(text)?.[1];
  return variable === undefined || Object.hasOwn(environment, variable)
    ? []
    : [{ name: "", where: variable }];
}

/** The variables that name a table, TABLE_NAME first; not those about other properties of a table. */
function variablesOf(environment: Readonly<Record<string, string>>, text: string): NamedTable[] {
  const named = Object.keys(environment).filter((variable) => {
    const read = text === "" || new RegExp(`\\b${escapeRegex(variable)}\\b`).test(text);
    return read && /table/i.test(variable) && !aboutTable.test(variable);
  });
  named.sort((one, other) => Number(other === "TABLE_NAME") - Number(one === "TABLE_NAME"));
  const given = [...text.matchAll(givenAsTable)].map(([, variable = ""]) => variable);
  return [...new Set([...named, ...given])].flatMap((variable) => {
    const name = environment[variable] ?? "";
    return name === "" ? [] : [{ name, where: variable }];
  });
}

const aboutTable = /(key|region|ttl|days|seconds|index|prefix|suffix|attribute|endpoint|url)$/i;

/** A variable with any name that is used as a table's name. */
const givenAsTable =
  /\btable(?:_?name)?["']?\s*[:=(]\s*(?:process\.env\.|process\.env\[["']|os\.environ\[["']|os\.environ\.get\(["']|os\.getenv\(["'])(\w+)/gi;

/** A variable with TABLE in its name that code reads without a default. */
const unfilled =
  /(?:process\.env\.|process\.env\[["']|os\.environ\[["']|os\.environ\.get\(["']|os\.getenv\(["'])(\w*TABLE\w*)["']?[\])]?\s*[;)\n]/i;

/** How code names a table: boto3's `Table("…")`, the SDK's `TableName: "…"`, a variable's default. */
const literals = [
  /\.Table\(\s*(?:name\s*=\s*)?["'`]([A-Za-z0-9_.-]{3,255})["'`]/g,
  /TABLE_NAME[^\n]{0,40}?(?:\|\||\?\?|\bor\b|,)\s*["'`]([A-Za-z0-9_.-]{3,255})["'`]/g,
  /\bTableName["']?\s*[:=]\s*["'`]([A-Za-z0-9_.-]{3,255})["'`]/g,
  /\btable_?name\s*=\s*["'`]([A-Za-z0-9_.-]{3,255})["'`]/gi,
];
