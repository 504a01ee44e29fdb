import type { ConditionDocument, TemplatesDocument } from "../../documents.ts";
import { useData } from "../data.ts";
import { NotReady } from "../parts/not-ready.tsx";
import type { Place } from "../router.ts";
import { linkTo } from "../router.ts";
import { words } from "../words.ts";
import { ConditionPlay } from "./templates/condition-play.tsx";
import { TemplatePlay } from "./templates/template-play.tsx";

const text = words.templates;

/** A mapping template, or a condition, beside its result for a sample. Both run in the page. */
export function view({ place }: { place: Place }) {
  const templates = useData<TemplatesDocument>("templates").value;
  const condition = useData<ConditionDocument>("condition", {}, "cloud").value;
  const [kind = "template", id] = place.words;
  const kinds = (
    <nav class="seg" aria-label={text.kinds}>
      <a href={linkTo("templates", ["template"])} aria-current={kind === "condition" ? undefined : "true"}>
        {text.template}
      </a>
      <a href={linkTo("templates", ["condition"])} aria-current={kind === "condition" ? "true" : undefined}>
        {text.condition}
      </a>
    </nav>
  );
  if (kind === "condition")
    return (
      <ConditionPlay
        kinds={kinds}
        loading={condition.state === "loading"}
        value={condition.state === "ready" ? condition.value : undefined}
      />
    );
  if (templates.state !== "ready")
    return (
      <NotReady title={words.titles.templates} loaded={templates}>
        {kinds}
      </NotReady>
    );
  const { examples } = templates.value;
  const example =
    examples.find((each) => each.id === id) ?? examples.find((each) => each.id === "get-response");
  if (!example) return null;
  return (
    <TemplatePlay
      key={example.id}
      kinds={kinds}
      example={example}
      examples={examples}
      answers={condition.state === "ready" ? condition.value.answers : []}
    />
  );
}
