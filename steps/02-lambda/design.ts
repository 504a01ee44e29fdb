import { isObject } from "@long-running-api/foundation/objects";
import { brokenFile, placeOf } from "../designs/broken-file.ts";
import { type DesignFile, type Designs, requireDesign } from "../designs/index.ts";
import { readJson, wrongField } from "../designs/json.ts";

/** The placeholder for the table's ARN in policy.json. */
const openArn = "arn:aws:dynamodb:<region>:<account>:table/<table>";

export interface PolicyDesign {
  file: DesignFile;
  /** The document, for a table. */
  document(tableArn: string): string;
}

/** Reads policy.json: what the function's role may do. */
export async function readPolicyDesign(designs: Designs): Promise<PolicyDesign> {
  const file = await requireDesign(designs, "policy.json");
  const text = JSON.stringify(readJson(file));
  const document = (tableArn: string) => text.replaceAll(openArn, tableArn);
  if (/<[a-z]+>/.test(document("")))
    throw brokenFile(file, "has a Resource that cannot be filled in.", {
      at: placeOf(file.text, "<"),
      expected: `"${openArn}", which becomes the ARN of the table, or an ARN written out`,
    });
  return { file, document };
}

/** Settings of the function that function.json may change. */
export interface SettingsDesign {
  file?: DesignFile;
  timeoutSeconds?: number;
  processingSeconds?: string;
}

/** Lambda's own limit. */
const timeoutSecondsMax = 900;

/** Reads function.json, with the fields of Lambda's UpdateFunctionConfiguration; no settings if it does not exist. */
export async function readSettingsDesign(designs: Designs): Promise<SettingsDesign> {
  const file = await designs.find("function.json");
  if (!file) return {};
  const { Timeout, Environment } = readJson(file);
  const whole = typeof Timeout === "number" && Number.isInteger(Timeout);
  if (!whole || Timeout < 1 || Timeout > timeoutSecondsMax)
    throw wrongField(file, "Timeout", `a whole number of seconds from 1 to ${timeoutSecondsMax}`, Timeout);
  const variables = isObject(Environment) ? Environment["Variables"] : undefined;
  const seconds = isObject(variables) ? variables["PROCESSING_SECONDS"] : undefined;
  if (seconds === undefined) return { file, timeoutSeconds: Timeout };
  if (typeof seconds !== "string" || !/^\d+(\.\d+)?$/.test(seconds) || Number(seconds) > timeoutSecondsMax)
    throw wrongField(
      file,
      "PROCESSING_SECONDS",
      'a number of seconds in double quotes, such as "25"',
      seconds,
    );
  return { file, timeoutSeconds: Timeout, processingSeconds: seconds };
}
