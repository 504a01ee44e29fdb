import { readTaskDefinition, readWorkflowDefinition } from "../definition/read.ts";
import type { Registry } from "../definition/registry.ts";
import { type CheckSyntax, checkTaskDefinition, checkWorkflowDefinition } from "../definition/validate.ts";
import { ConductorError } from "../error.ts";
import { list } from "../java-json.ts";
import { done, json, type Route } from "./http.ts";

/** What these paths work on. */
export interface MetadataParts {
  readonly registry: Registry;
  readonly checkSyntax: CheckSyntax;
  now(): number;
}

const workflowJava = "com.netflix.conductor.common.metadata.workflow.WorkflowDef";
const taskJava = "com.netflix.conductor.common.metadata.tasks.TaskDef";

/** The definitions: /api/metadata. */
export function metadataRoutes(parts: MetadataParts): Route[] {
  return [...workflowRoutes(parts), ...taskRoutes(parts)];
}

function workflowRoutes({ registry, checkSyntax, now }: MetadataParts): Route[] {
  return [
    {
      route: "POST /api/metadata/workflow",
      async handle(call) {
        const sent = readWorkflowDefinition(call.json(), 0);
        await checkWorkflowDefinition(sent, "registerWorkflowDef.arg0", checkSyntax);
        const known = registry.versions(sent.name).some(({ version }) => version === sent.version);
        if (known && call.query.get("overwrite") !== "true") {
          throw new ConductorError(409, `Workflow with ${sent.name}.${sent.version} already exists!`);
        }
        registry.putWorkflow(
          known ? { ...sent, updateTime: now() } : { ...sent, createTime: now(), updateTime: 0 },
        );
        return done;
      },
    },
    {
      route: "PUT /api/metadata/workflow",
      async handle(call) {
        const sent = list(call.json(), workflowJava).map((value) => readWorkflowDefinition(value, 0));
        for (const [index, definition] of sent.entries()) {
          await checkWorkflowDefinition(definition, `updateWorkflowDef.arg0[${index}]`, checkSyntax);
        }
        for (const definition of sent) registry.putWorkflow({ ...definition, updateTime: now() });
        return json({ bulkErrorResults: {}, bulkSuccessfulResults: sent.map(({ name }) => name) });
      },
    },
    {
      route: "POST /api/metadata/workflow/validate",
      async handle(call) {
        const sent = readWorkflowDefinition(call.json(), 0);
        await checkWorkflowDefinition(sent, "validateWorkflowDef.arg0", checkSyntax);
        return done;
      },
    },
    { route: "GET /api/metadata/workflow", handle: () => json(registry.workflows()) },
    {
      route: "GET /api/metadata/workflow/names",
      handle: () => json([...new Set(registry.workflows().map(({ name }) => name))]),
    },
    {
      route: "GET /api/metadata/workflow/names-and-versions",
      handle() {
        const names = new Set(registry.workflows().map(({ name }) => name));
        const summary = (name: string) =>
          registry
            .versions(name)
            .map(({ version, createTime, updateTime }) => ({ name, version, createTime, updateTime }));
        return json(Object.fromEntries([...names].map((name) => [name, summary(name)])));
      },
    },
    {
      route: "GET /api/metadata/workflow/latest-versions",
      handle() {
        const names = new Set(registry.workflows().map(({ name }) => name));
        return json([...names].map((name) => registry.workflow(name)));
      },
    },
    {
      route: "GET /api/metadata/workflow/{name}/versions",
      handle: ({ params: { name = "" } }) =>
        json(registry.versions(name).map(({ version, createTime }) => ({ name, version, createTime }))),
    },
    {
      route: "GET /api/metadata/workflow/{name}",
      handle({ params: { name = "" }, query }) {
        const version = query.get("version");
        const definition = registry.workflow(name, version ? Number(version) : undefined);
        if (!definition) {
          throw new ConductorError(404, `No such workflow found by name: ${name}, version: ${version}`);
        }
        return json(definition);
      },
    },
    {
      route: "DELETE /api/metadata/workflow/{name}/{version}",
      handle({ params: { name = "", version = "" } }) {
        registry.removeWorkflow(name, Number(version));
        return done;
      },
    },
  ];
}

function taskRoutes({ registry, now }: MetadataParts): Route[] {
  return [
    {
      route: "POST /api/metadata/taskdefs",
      handle(call) {
        const sent = list(call.json(), taskJava).map((value, index) => {
          const definition = readTaskDefinition(value, { createTime: now(), updateTime: 0 });
          checkTaskDefinition(definition, `registerTaskDef.arg0[${index}]`);
          return definition;
        });
        for (const definition of sent) registry.putTask(definition);
        return done;
      },
    },
    {
      route: "PUT /api/metadata/taskdefs",
      handle(call) {
        const sent = readTaskDefinition(call.json(), { createTime: 0, updateTime: now() });
        checkTaskDefinition(sent, "updateTaskDef.arg0");
        const known = registry.task(sent.name);
        if (!known) throw new ConductorError(404, `No such task by name ${sent.name}`);
        registry.putTask({ ...sent, createTime: known["createTime"], createdBy: "" });
        return done;
      },
    },
    { route: "GET /api/metadata/taskdefs", handle: () => json(registry.tasks()) },
    {
      route: "GET /api/metadata/taskdefs/{name}",
      handle({ params: { name = "" } }) {
        const definition = registry.task(name);
        if (!definition) throw new ConductorError(404, `No such taskType found by name: ${name}`);
        return json(definition);
      },
    },
    {
      route: "DELETE /api/metadata/taskdefs/{name}",
      handle({ params: { name = "" } }) {
        registry.removeTask(name);
        return done;
      },
    },
  ];
}
