import type { TemplateInput } from "@long-running-api/api-gateway/templates";
import { nearest } from "@long-running-api/foundation/nearest";
import { Problem } from "@long-running-api/foundation/problem";

/** What a template can read besides the body. */
export type Given = Required<Pick<TemplateInput, "params" | "context" | "stageVariables">>;

const kinds = ["path", "querystring", "header", "stage", "context"] as const;

/** Reads words such as `path.requestId=12345`, `stage.env=test` or `context.identity.sourceIp=10.0.0.1`. */
export function readInputWords(words: readonly string[]): Given {
  const found: Record<(typeof kinds)[number], Record<string, string>> = {
    path: {},
    querystring: {},
    header: {},
    stage: {},
    context: {},
  };
  for (const word of words) {
    const [, prefix = "", name = "", value = ""] = /^([^.=]*)\.([^=]+)=([\s\S]*)$/.exec(word) ?? [];
    const kind = kinds.find((each) => each === prefix);
    if (!kind) throw unknownWord(word, prefix);
    found[kind][name] = value;
  }
  const { path, querystring, header, stage, context } = found;
  return { params: { path, querystring, header }, stageVariables: stage, context: nested(context) };
}

/** Turns `a.b` into an object in an object: `$context` has parts. */
function nested(flat: Readonly<Record<string, string>>): object {
  const root = new Map<string, unknown>();
  for (const [name, value] of Object.entries(flat)) {
    const parts = name.split(".");
    let at = root;
    for (const part of parts.slice(0, -1)) {
      const inner = at.get(part);
      const next = inner instanceof Map ? (inner as Map<string, unknown>) : new Map<string, unknown>();
      at.set(part, next);
      at = next;
    }
    at.set(parts.at(-1) ?? "", value);
  }
  return plain(root);
}

function plain(map: ReadonlyMap<string, unknown>): object {
  return Object.fromEntries(
    [...map].map(([key, value]) => [key, value instanceof Map ? plain(value) : value]),
  );
}

function unknownWord(word: string, prefix: string): Problem {
  const closest = nearest(prefix, kinds);
  return new Problem(
    `"${word}" is not an input of a template.`,
    {
      expected: kinds.map((kind) => `${kind}.NAME=VALUE`).join(", "),
      ...(closest === undefined ? {} : { closest }),
    },
    "npx tsx templates --template FILE path.requestId=12345",
  );
}
