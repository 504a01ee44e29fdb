import { splitArn } from "./arn.ts";
import { matches, pattern } from "./wildcard.ts";

/**
 * Whether an ARN matches a pattern, as ArnLike and ArnEquals do: each of the six parts separately, so that a `*` cannot span a
 * colon. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function arnLike(wanted: string, arn: string): boolean {
  return compiledArnLike(pattern(wanted), arn);
}

/** The same for a pattern whose wildcards are parsed already. */
export function compiledArnLike(compiled: string, arn: string): boolean {
  const wanted = splitArn(compiled);
  const seen = splitArn(arn);
  if (wanted.length !== seen.length) return compiled === pattern("*");
  return wanted.every((part, index) => matches(part, seen[index] ?? ""));
}
