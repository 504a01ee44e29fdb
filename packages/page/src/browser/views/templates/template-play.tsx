import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import type { AnswerSeen, TemplateExample } from "../../../documents.ts";
import { jsonLines } from "../../json-lines.ts";
import { JsonText } from "../../parts/json.tsx";
import { State } from "../../parts/state.tsx";
import { words } from "../../words.ts";
import { askWorker } from "../../workers/ask-worker.ts";
import type { TemplateAnswer, TemplateFailure, TemplateQuestion } from "../../workers/template-messages.ts";
import { diffLines } from "../tutorial/diff-lines.ts";
import { Editor } from "./editor.tsx";
import { ExampleList, nameOfExample } from "./example-list.tsx";
import { meaningOf } from "./meaning.ts";
import { OutputPanel } from "./output-panel.tsx";
import { SamplePicker } from "./sample-picker.tsx";
import { samplePathId, samplesOf } from "./samples.ts";
import { TracePanel } from "./trace-panel.tsx";
import { useSaved } from "./use-saved.ts";

const text = words.templates;
const renderMsMax = 1_000;

interface PlayProps {
  kinds: ComponentChildren;
  example: TemplateExample;
  examples: readonly TemplateExample[];
  answers: readonly AnswerSeen[];
}

/** One template beside a sample: output, trace and overrides, updated on each keystroke. */
export function TemplatePlay({ kinds, example, examples, answers }: PlayProps) {
  const { method, phase } = example;
  const saved = useSaved(example.id, example.template.replace(/\n$/, ""));
  const samples = samplesOf(example, answers);
  const state = useMemo(
    () => ({
      body: signal(samples[0]?.body ?? ""),
      pathId: signal(samplePathId),
      comparing: signal(false),
      answer: signal<TemplateAnswer | undefined>(undefined),
      failure: signal<TemplateFailure["error"] | undefined>(undefined),
      late: signal(false),
    }),
    [],
  );
  const template = saved.value.value;
  const name = nameOfExample(example);
  const isNone = phase === "response" && template.trim() === "";
  // The request template of POST leaves the id for the response template: an event returns nothing.
  const carried = phase === "response" && method === "POST" ? { requestId: state.pathId.value } : undefined;
  const question: TemplateQuestion = {
    phase,
    template,
    body: state.body.value,
    path: method === "GET" ? { requestId: state.pathId.value } : {},
    method,
    ...(carried ? { responseOverride: carried } : {}),
  };
  const asker = useMemo(
    () => askWorker<TemplateQuestion, TemplateAnswer | TemplateFailure>("template-worker.js", renderMsMax),
    [],
  );
  useEffect(() => () => asker.close(), [asker]);
  useEffect(() => {
    void asker.ask(question).then((answer) => {
      if (answer === undefined) return;
      state.late.value = answer === "late";
      if (answer === "late") return;
      state.failure.value = "error" in answer ? answer.error : undefined;
      if (!("error" in answer)) state.answer.value = answer;
    });
  }, [template, state.body.value, state.pathId.value]);

  const failure = state.failure.value;
  const rendered = state.answer.value;
  const answer = isNone && rendered ? { ...rendered, output: state.body.value } : rendered;
  const meaning = answer && !failure ? meaningOf(example, name, answer) : undefined;
  const reference = examples.find(
    (each) => each.group === "tutorial" && each.method === method && each.phase === phase,
  );
  return (
    <>
      <div class="head">
        <div>
          <h1>{words.titles.templates}</h1>
          <p class="lead">
            {state.late.value
              ? text.late
              : failure
                ? failure.rejectsBody
                  ? text.lead.rejectsBody(name)
                  : text.lead.failsToRender(name)
                : meaning?.lead}{" "}
            {meaning?.good === true && text.lead.good}
          </p>
        </div>
        <div class="acts">
          {kinds}
          <button
            type="button"
            aria-pressed={state.comparing.value}
            onClick={() => (state.comparing.value = !state.comparing.value)}
          >
            {state.comparing.value ? text.stopComparing : text.compare}
          </button>
        </div>
      </div>
      <div class="cols play">
        <ExampleList examples={examples} shown={example.id} />
        <section class="panel" aria-label={text.template}>
          <header>
            <h2>{name}</h2>
            <span class="tag">
              {example.group === "mistake" ? text.place(method, phase) : text.contentType}
            </span>
            {saved.isEdited && <State state="run-on">{text.edited}</State>}
            <span class="push cap num">{text.lines(template.split("\n").length)}</span>
            {saved.isEdited && (
              <button type="button" class="chip" onClick={saved.startOver}>
                {text.startOver}
              </button>
            )}
          </header>
          {state.comparing.value ? (
            <Comparison yours={template} reference={reference?.template ?? ""} />
          ) : (
            <Editor
              value={template}
              onInput={saved.set}
              label={text.editor}
              language="velocity"
              errorLine={failure?.line}
            />
          )}
          <SamplePicker
            phase={phase}
            samples={samples}
            body={state.body}
            pathId={method === "GET" && phase === "request" ? state.pathId : undefined}
            carried={carried && jsonLines(carried)}
          />
        </section>
        <div class="gap side">
          <OutputPanel
            answer={answer}
            failure={failure}
            meaning={meaning}
            method={method}
            passedOn={isNone}
          />
          {!failure && answer && !isNone && <TracePanel lines={answer.lines} />}
          {!failure && answer && <Overrides overrides={answer.overrides} />}
        </div>
      </div>
    </>
  );
}

function Overrides({ overrides }: { overrides: TemplateAnswer["overrides"] }) {
  return (
    <section class="panel" aria-label={text.overrides}>
      <header>
        <h2>{text.overrides}</h2>
      </header>
      {Object.keys(overrides).length === 0 ? (
        <p class="pad dim">{text.noOverrides}</p>
      ) : (
        <div class="code">
          <pre class="padx">
            <JsonText text={jsonLines(overrides)} />
          </pre>
        </div>
      )}
    </section>
  );
}

function Comparison({ yours, reference }: { yours: string; reference: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard
    <section class="code" tabIndex={0} aria-label={text.comparison}>
      <pre class="padx">
        {diffLines(yours.trimEnd(), reference.trimEnd()).map(({ sign, line }, index) => {
          const key = `${index}`;
          return (
            <span key={key} class={`diff ${sign === "-" ? "was" : sign === "+" ? "is" : "same"}`}>
              {`${sign} ${line}`}
            </span>
          );
        })}
      </pre>
    </section>
  );
}
