import { readFile } from "node:fs/promises";
import path from "node:path";
import { replaceOrThrow } from "@long-running-api/foundation/replace";
import { projectFolder } from "@long-running-api/kit/project-folder";
import type { TemplateExample, TemplatesDocument } from "@long-running-api/page/documents";

type Place = Pick<TemplateExample, "method" | "phase">;

const places = {
  "post-request": { method: "POST", phase: "request" },
  "post-response": { method: "POST", phase: "response" },
  "get-request": { method: "GET", phase: "request" },
  "get-response": { method: "GET", phase: "response" },
} as const satisfies Record<string, Place>;

type Name = keyof typeof places;

interface Mistake {
  readonly id: string;
  readonly of: Name;
  edit(template: string): string;
}

/** The commonest mistakes of docs/pitfalls.md, each one edit away from the tutorial's template. */
const mistakes: readonly Mistake[] = [
  {
    id: "no-event",
    of: "post-request",
    edit: (text) => replaceOrThrow(text, /^#set\(\$context\.requestOverride.*\n/, ""),
  },
  {
    id: "body-is-text",
    of: "get-response",
    edit: (text) => replaceOrThrow(text, "$answer.body\n", '"$answer.body"\n'),
  },
  {
    id: "json-around-body",
    of: "get-response",
    edit: (text) => replaceOrThrow(text, "$answer.body\n", "$input.json('$.body')\n"),
  },
  {
    id: "parsed-body",
    of: "get-response",
    edit: (text) => replaceOrThrow(text, "$answer.body\n", "$util.parseJson($answer.body)\n"),
  },
  { id: "no-end", of: "get-response", edit: (text) => replaceOrThrow(text, /\n#end\s*$/, "") },
  { id: "comma-too-many", of: "get-request", edit: (text) => replaceOrThrow(text, /"\n\}\s*$/, '",\n}') },
  {
    id: "other-case",
    of: "post-request",
    edit: (text) => replaceOrThrow(text, "$.requestId", "$.requestID"),
  },
  {
    id: "typographic-quotes",
    of: "post-request",
    edit: (text) => replaceOrThrow(text, '"Event"', "“Event”"),
  },
  { id: "space-before-set", of: "post-request", edit: (text) => replaceOrThrow(text, "#set", "# set") },
  {
    id: "id-of-path",
    of: "post-request",
    edit: (text) => replaceOrThrow(text, ".path('$.requestId')", ".params('requestId')"),
  },
];

/** The tutorial's templates, the printed ones, and the commonest mistakes. */
export async function templatesDocument(): Promise<TemplatesDocument> {
  const names = Object.keys(places) as Name[];
  const tutorial = await Promise.all(
    names.map(async (name) => ({ name, template: (await read(`${name}.vtl`)) ?? "" })),
  );
  const printed = await Promise.all(
    names.map(async (name) => ({ name, template: (await read(`as-printed/${name}.vtl`)) ?? "" })),
  );
  return {
    examples: [
      ...tutorial.map(({ name, template }) => example("tutorial", name, name, template)),
      // The printed tutorial has no response template for GET: an empty text, which passes the answer on unchanged.
      ...printed.map(({ name, template }) => example("printed", `printed-${name}`, name, template)),
      ...mistakes.map(({ id, of, edit }) => {
        const { template = "" } = tutorial.find(({ name }) => name === of) ?? {};
        return example("mistake", id, of, edit(template));
      }),
    ],
  };
}

function example(group: TemplateExample["group"], id: string, name: Name, template: string): TemplateExample {
  return { id, group, ...places[name], template };
}

async function read(file: string): Promise<string | undefined> {
  try {
    const text = await readFile(path.join(projectFolder, "steps", "03-api", file), "utf8");
    return text.replaceAll("\r\n", "\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
