import type { Context } from "../../action.ts";
import { functionArn } from "../names.ts";

/** The ARN for the permission check on a named function; an invalid name is rejected later. */
export function functionResource(
  input: { FunctionName?: string | undefined; Qualifier?: string | undefined },
  context: Context,
): string[] {
  const given = input.FunctionName ?? "";
  const qualifier =
    input.Qualifier === undefined || /:[^:]*:[^:]*$/.test(given.split("function:")[1] ?? "")
      ? ""
      : `:${input.Qualifier}`;
  const [, short] = /^(?:\d{12}:)?(?:function:)?(.+)$/.exec(given) ?? [];
  const arn = given.startsWith("arn:") ? given : functionArn(context, short ?? given);
  return [arn + qualifier];
}
