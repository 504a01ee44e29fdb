export { TemplateError } from "./errors.ts";
export { parseTemplate } from "./parse.ts";
export { renderTemplate, type TemplateInput, type TemplateOutput } from "./render-template.ts";
export { type LineTrace, linesOf, type TraceEvent, type Tracer } from "./trace.ts";
