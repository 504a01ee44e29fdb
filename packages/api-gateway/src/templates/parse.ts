import { utf8Bytes } from "../bytes.ts";
import type { Template } from "./ast.ts";
import { placeAt, TemplateError } from "./errors.ts";
import { cachedCharsMax, cachedTemplatesMax, templateBytesMax } from "./limits.ts";
import { parseStatements } from "./parse-statements.ts";
import { openReader, peek, unexpected } from "./reader.ts";

// Templates rarely change and are rendered for each call: the most recent are cached, the oldest are evicted.
const cache = new Map<string, Template>();
let cachedChars = 0;

/** Parses a template; throws TemplateError when it is invalid. */
export function parseTemplate(source: string): Template {
  const cached = cache.get(source);
  if (cached) return cached;
  if (utf8Bytes(source).length > templateBytesMax) {
    throw new TemplateError(`The template is over ${templateBytesMax} bytes.`, placeAt("", 0));
  }
  const template = parse(source);
  remember(template);
  return template;
}

function parse(source: string): Template {
  const reader = openReader(source);
  const nodes = parseStatements(reader);
  if (peek(reader).kind !== "EOF") throw unexpected(reader, "text, a reference or a directive");
  return { source, nodes, macros: reader.macros, names: reader.names };
}

function remember(template: Template): void {
  cache.set(template.source, template);
  cachedChars += template.source.length;
  for (const [oldest] of cache) {
    if (cache.size <= cachedTemplatesMax && cachedChars <= cachedCharsMax) return;
    cache.delete(oldest);
    cachedChars -= oldest.length;
  }
}
