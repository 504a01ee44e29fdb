import type { Look } from "../look.ts";
import { addressOf, type FunctionSeen } from "./function.ts";
import { functionCode } from "./function-code.ts";

/** The table that a function writes to, and where it says so. */
export interface NamedTable {
  /** Empty where the code takes it from a variable that is not set. */
  name: string;
  where: string;
}

/** Whether a function has to do with a table: its environment or its code says the name. */
export async function namesTable(look: Look, candidate: FunctionSeen, table: string): Promise<boolean> {
  if (Object.values(candidate.environment).includes(table)) return true;
  const { text = "" } = await look.ask(functionCode, addressOf(candidate));
  return text.includes(table);
}

/** Environment first: where the code looks there, its literal is only the default. */
export function readTableName(
  environment: Readonly<Record<string, string>>,
  text: string,
): NamedTable | undefined {
  for (const [variable, name] of Object.entries(environment)) {
    const read = text === "" || new RegExp(`\\b${quoted(variable)}\\b`).test(text);
    if (/table/i.test(variable) && read && name !== "") return { name, where: `its variable ${variable}` };
  }
  for (const pattern of literals) {
    const name = pattern.exec(text)?.[1];
    if (name !== undefined) return { name, where: "its code" };
  }
  const variable = unfilled.exec(text)?.[1];
  return variable === undefined || Object.hasOwn(environment, variable)
    ? undefined
    : { name: "", where: `its variable ${variable}` };
}

/** A variable with TABLE in its name that code reads without a default. */
const unfilled =
  /(?:process\.env\.|process\.env\[["']|os\.environ\[["']|os\.environ\.get\(["']|os\.getenv\(["'])(\w*TABLE\w*)["']?[\])]?\s*[;)\n]/i;

/** How code names a table: boto3's `Table("…")`, the SDK's `TableName: "…"`, a variable's default. */
const literals = [
  /\.Table\(\s*(?:name\s*=\s*)?["'`]([A-Za-z0-9_.-]{3,255})["'`]/,
  /TABLE_NAME[^\n]{0,40}?(?:\|\||\?\?|\bor\b|,)\s*["'`]([A-Za-z0-9_.-]{3,255})["'`]/,
  /\bTableName["']?\s*[:=]\s*["'`]([A-Za-z0-9_.-]{3,255})["'`]/,
  /\btable_?name\s*=\s*["'`]([A-Za-z0-9_.-]{3,255})["'`]/i,
];

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
