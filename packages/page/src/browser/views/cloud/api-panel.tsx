import type { ApiTree, MethodOfTree } from "../../../documents.ts";
import { State, type StateName } from "../../parts/state.tsx";
import { words } from "../../words.ts";

const text = words.cloud;

const marks: Readonly<Record<MethodOfTree["state"], StateName>> = {
  deployed: "pass",
  changed: "unknown",
  new: "unknown",
  unknown: "skip",
};

/** The API's resources as a tree: what is deployed, and what is not. */
export function ApiPanel({ api: { id, name, stage, deploymentId, resources } }: { api: ApiTree }) {
  const changed = resources.flatMap(({ path, methods }) =>
    methods.filter(({ differences }) => differences.length > 0).map((method) => ({ path, method })),
  );
  return (
    <section class="panel" aria-label={text.panels.api}>
      <header>
        <h2>{name}</h2>
        <span class="dim">{text.services.api}</span>
        <span class="mono dim">{id}</span>
        <span class="push cap">{text.stage(stage, deploymentId)}</span>
      </header>
      <ul class="tree">
        {resources.map(({ path, methods }) => (
          <Resource key={path} path={path} methods={methods} />
        ))}
      </ul>
      {changed.map(({ path, method }) => (
        <Changes key={`${method.name} ${path}`} path={path} method={method} />
      ))}
    </section>
  );
}

function Resource({ path, methods }: { path: string; methods: readonly MethodOfTree[] }) {
  return (
    <>
      <li class={path === "/" ? "" : "i1"}>
        <span>{path}</span>
        <span />
      </li>
      {methods.map(({ name, state, integration }) => (
        <li key={name} class="i2">
          <span>
            <b>{name}</b> <span class="dim">{integration}</span>
          </span>
          <State state={marks[state]}>{text.methods[state]}</State>
        </li>
      ))}
    </>
  );
}

/** What callers get, and what they will get after the next deployment. */
function Changes({ path, method: { name, differences } }: { path: string; method: MethodOfTree }) {
  return (
    <div class="pad gap sep2">
      {differences.map(({ field, found, right }) => (
        <div key={field} class="gap">
          <p>
            <b>
              {name} {path}, {field}
            </b>
          </p>
          <dl class="kv">
            <dt>{text.deployed}</dt>
            <dd>{found === text.nothing ? found : <code class="block">{found}</code>}</dd>
            <dt>{text.now}</dt>
            <dd>{right === text.nothing ? right : <code class="block">{right}</code>}</dd>
          </dl>
        </div>
      ))}
      <p class="why">{text.snapshot}</p>
    </div>
  );
}
