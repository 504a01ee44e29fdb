/** The template chosen for a media type, and why. */
export interface ChosenTemplate {
  readonly type: string;
  readonly template: string;
  readonly because: "Content-Type" | "$default" | "Accept" | "application/json" | "first";
}

/** The template of a type that the client accepts, else the one for application/json, else the first; undefined without any. */
export function templateForAccept(
  templates: Readonly<Record<string, string>> | undefined,
  accept: string | undefined,
): ChosenTemplate | undefined {
  if (!templates) return undefined;
  const accepted = (accept ?? "").split(",").map((type) => (type.split(";")[0] ?? "").trim());
  const [first] = Object.keys(templates);
  const wanted = accepted.find((type) => Object.hasOwn(templates, type));
  const json = Object.hasOwn(templates, "application/json") ? "application/json" : undefined;
  const type = wanted ?? json ?? first;
  const template = type === undefined ? undefined : templates[type];
  if (type === undefined || !template) return undefined;
  return { type, template, because: wanted ? "Accept" : json ? "application/json" : "first" };
}

/** The template for a request's Content-Type (parameters such as charset are ignored), else `$default`. */
export function templateForContentType(
  templates: Readonly<Record<string, string>>,
  contentType: string,
): ChosenTemplate | undefined {
  const essence = (contentType.split(";")[0] ?? "").trim().toLowerCase();
  const type = Object.keys(templates).find(
    (candidate) => candidate === contentType || candidate.toLowerCase() === essence,
  );
  const template = type === undefined ? undefined : templates[type];
  if (type !== undefined && template) return { type, template, because: "Content-Type" };
  const fallback = templates["$default"];
  return fallback ? { type: "$default", template: fallback, because: "$default" } : undefined;
}
