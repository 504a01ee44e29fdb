/** A hint that names a reference for which the template inserted nothing; the given hint if there is none. */
export function emptyReferenceHint(
  { unresolved = [] }: { unresolved?: readonly string[] },
  hint: string,
): string {
  const [first] = unresolved.filter(
    (reference) => !/^\$!?\{?input\.(body|json|path|params)\b/.test(reference),
  );
  if (first === undefined) return hint;
  return `${first} does not exist here: the template inserts nothing for it. API Gateway sets $input (body, json, path, params), $util, $context and $stageVariables; every other variable needs a #set.`;
}
