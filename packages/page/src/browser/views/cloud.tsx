import type { ComponentChildren } from "preact";
import type { CloudDocument, Unread } from "../../documents.ts";
import { typedHere } from "../command.ts";
import { useData } from "../data.ts";
import { NotReady } from "../parts/not-ready.tsx";
import { words } from "../words.ts";
import { ApiPanel } from "./cloud/api-panel.tsx";
import { ExecutionPanel } from "./cloud/execution-panel.tsx";
import { FunctionPanel } from "./cloud/function-panel.tsx";
import { leadOf } from "./cloud/lead.ts";
import { RolePanel } from "./cloud/role-panel.tsx";
import { TablePanel } from "./cloud/table-panel.tsx";

const text = words.cloud;

/** The tutorial's resources in their current state. */
export function view() {
  const cloud = useData<CloudDocument>("cloud", {}, "cloud").value;
  if (cloud.state !== "ready") return <NotReady title={words.titles.cloud} loaded={cloud} />;
  const { value } = cloud;
  return (
    <>
      <div class="head">
        <div>
          <h1>{words.titles.cloud}</h1>
          <p class="lead">{leadOf(value)}</p>
        </div>
        <div class="acts">
          <span class="cap">{text.place(value.account, value.region)}</span>
        </div>
      </div>
      <div class="cols half">
        <div class="gap">
          <Part name="table" title={value.names.table} part={value.table} step="npx tsx steps/01-table">
            {(table) => <TablePanel table={table} />}
          </Part>
          <Part
            name="function"
            title={value.names.function}
            part={value.function}
            step="npx tsx steps/02-lambda"
          >
            {(lambda) => <FunctionPanel lambda={lambda} />}
          </Part>
        </div>
        <div class="gap">
          <Part name="api" title={value.names.api} part={value.api} step="npx tsx steps/03-api">
            {(api) => <ApiPanel api={api} />}
          </Part>
          <Part name="role" title={value.names.role} part={value.role} step="npx tsx steps/02-lambda">
            {(role) => <RolePanel role={role} />}
          </Part>
        </div>
      </div>
      <div class="below">
        <Part name="execution" title={value.names.workflow} part={value.execution}>
          {(execution) => <ExecutionPanel execution={execution} />}
        </Part>
      </div>
    </>
  );
}

interface PartProps<T extends object> {
  name: "table" | "function" | "api" | "role" | "execution";
  /** What it is called, or would be. */
  title: string;
  part: T | Unread | undefined;
  /** The command that creates it. */
  step?: string;
  children: (part: T) => ComponentChildren;
}

/** A part that is there; else why it is not. */
function Part<T extends object>({ name, title, part, step, children }: PartProps<T>) {
  if (part !== undefined && !isUnread(part)) return <>{children(part)}</>;
  return (
    <section class="panel" aria-label={text.panels[name]}>
      <header>
        <h2>{title}</h2>
        <span class="dim">{text.services[name]}</span>
      </header>
      <p class="pad dim">
        {part !== undefined
          ? text.unread(part.problem)
          : step === undefined
            ? text.noRun
            : text.none(typedHere(step))}
      </p>
    </section>
  );
}

function isUnread<T extends object>(part: T | Unread): part is Unread {
  return "problem" in part;
}
