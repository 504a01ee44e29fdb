/** The template of a type that the client accepts, else that of application/json, else the first; nothing if none is there. */
export function templateFor(
  templates: Readonly<Record<string, string>> | undefined,
  accept: string | undefined,
): { type: string; template: string } | undefined {
  if (!templates) return undefined;
  const accepted = (accept ?? "").split(",").map((type) => (type.split(";")[0] ?? "").trim());
  const type = [...accepted, "application/json", ...Object.keys(templates)].find((name) =>
    Object.hasOwn(templates, name),
  );
  const template = type === undefined ? undefined : templates[type];
  return type === undefined || !template ? undefined : { type, template };
}
