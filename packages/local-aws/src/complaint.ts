/** What AWS's messages say of one invalid member: its value, its place and the rule. */
export function complaint(value: string, member: string, rule: string): string {
  return `Value ${value} at '${member}' failed to satisfy constraint: ${rule}`;
}

/** AWS's message for all invalid members of a request. */
export function validationMessage(complaints: readonly string[]): string {
  const noun = complaints.length === 1 ? "error" : "errors";
  return `${complaints.length} validation ${noun} detected: ${complaints.join("; ")}`;
}

/** The same for one member, whose value may be missing. */
export function oneComplaint(value: unknown, member: string, rule: string): string {
  return validationMessage([complaint(value === undefined ? "null" : `'${String(value)}'`, member, rule)]);
}
