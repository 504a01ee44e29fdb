import type { TemplateExample } from "../../../documents.ts";
import { linkTo } from "../../router.ts";
import { words } from "../../words.ts";

const text = words.templates;
const groups = ["tutorial", "printed", "mistake"] as const;

/** What an example is called. */
export function nameOfExample({ id, group, method, phase, template }: TemplateExample): string {
  if (group === "mistake") return text.mistakes[id] ?? id;
  const name = text.place(method, phase);
  return template === "" ? text.none(name) : name;
}

/** The templates to start from. */
export function ExampleList({ examples, shown }: { examples: readonly TemplateExample[]; shown: string }) {
  return (
    <nav class="panel list" aria-label={text.examples}>
      {groups.map((group) => [
        <div key={group} class="grp">
          {text.groups[group]}
        </div>,
        ...examples
          .filter((example) => example.group === group)
          .map((example) => (
            <a
              key={example.id}
              href={linkTo("templates", ["template", example.id])}
              aria-current={example.id === shown ? "true" : undefined}
            >
              <span>{nameOfExample(example)}</span>
            </a>
          )),
      ])}
    </nav>
  );
}
