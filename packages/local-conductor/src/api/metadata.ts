import { list } from "@long-running-api/conductor/definition/java-json";
import {
  readTaskDefinition,
  readWorkflowDefinition,
  taskDefinitionJava,
  workflowJava,
} from "@long-running-api/conductor/definition/read";
import { checkTaskDefinition } from "@long-running-api/conductor/definition/validate-task-definition";
import { ConductorError } from "@long-running-api/conductor/error";
import type { CheckDefinition } from "../check-definition.ts";
import type { Registry } from "../registry.ts";
import { done, json, type Routes } from "./http.ts";

/** The dependencies of these routes. */
export interface MetadataParts {
  readonly registry: Registry;
  readonly checkDefinition: CheckDefinition;
  now(): number;
}

/** The definitions: /api/metadata. */
export function metadataRoutes(parts: MetadataParts): Routes {
  return { ...workflowRoutes(parts), ...taskRoutes(parts) };
}

function workflowRoutes({ registry, checkDefinition, now }: MetadataParts): Routes {
  const names = (): string[] => [...new Set(registry.workflows().map(({ name }) => name))];
  return {
    async "POST /api/metadata/workflow"({ json, query }) {
      const sent = readWorkflowDefinition(json());
      // Not a parameter of the server, which is always lenient: a definition that must fail when it runs needs it here.
      const lenient = query.get("lenient") === "true";
      await checkDefinition(sent, "registerWorkflowDef.arg0", { lenient });
      const known = registry.versions(sent.name).some(({ version }) => version === sent.version);
      if (known && query.get("overwrite") !== "true") {
        throw new ConductorError(409, `Workflow with ${sent.name}.${sent.version} already exists!`);
      }
      registry.putWorkflow({
        ...sent,
        ...(known ? { updateTime: now() } : { createTime: now(), updateTime: 0 }),
      });
      return done;
    },
    async "PUT /api/metadata/workflow"(call) {
      const sent = list(call.json(), workflowJava).map(readWorkflowDefinition);
      for (const [index, definition] of sent.entries()) {
        await checkDefinition(definition, `updateWorkflowDef.arg0[${index}]`);
      }
      for (const definition of sent) registry.putWorkflow({ ...definition, updateTime: now() });
      return json({ bulkErrorResults: {}, bulkSuccessfulResults: sent.map(({ name }) => name) });
    },
    async "POST /api/metadata/workflow/validate"({ json }) {
      await checkDefinition(readWorkflowDefinition(json()), "validateWorkflowDef.arg0");
      return done;
    },
    "GET /api/metadata/workflow": () => json(registry.workflows()),
    "GET /api/metadata/workflow/names": () => json(names()),
    "GET /api/metadata/workflow/latest-versions": () => json(names().map((name) => registry.workflow(name))),
    "GET /api/metadata/workflow/names-and-versions"() {
      const versions = (name: string): object[] =>
        registry
          .versions(name)
          .map(({ version, createTime, updateTime }) => ({ name, version, createTime, updateTime }));
      return json(Object.fromEntries(names().map((name) => [name, versions(name)])));
    },
    "GET /api/metadata/workflow/{name}/versions": ({ params: { name = "" } }) =>
      json(registry.versions(name).map(({ version, createTime }) => ({ name, version, createTime }))),
    "GET /api/metadata/workflow/{name}"({ params: { name = "" }, query }) {
      const version = query.get("version");
      const definition = registry.workflow(name, version ? Number(version) : undefined);
      if (definition) return json(definition);
      throw new ConductorError(404, `No such workflow found by name: ${name}, version: ${version}`);
    },
    "DELETE /api/metadata/workflow/{name}/{version}"({ params: { name = "", version = "" } }) {
      registry.removeWorkflow(name, Number(version));
      return done;
    },
  };
}

function taskRoutes({ registry, now }: MetadataParts): Routes {
  return {
    "POST /api/metadata/taskdefs"(call) {
      const sent = list(call.json(), taskDefinitionJava).map((value, index) => {
        const definition = readTaskDefinition(value);
        checkTaskDefinition(definition, `registerTaskDef.arg0[${index}]`);
        return { ...definition, createTime: now(), createdBy: "" };
      });
      for (const definition of sent) registry.putTask(definition);
      return done;
    },
    "PUT /api/metadata/taskdefs"(call) {
      const sent = readTaskDefinition(call.json());
      checkTaskDefinition(sent, "updateTaskDef.arg0");
      const known = registry.task(sent.name);
      if (!known) throw new ConductorError(404, `No such task by name ${sent.name}`);
      const { createTime, createdBy } = known;
      registry.putTask({ ...sent, createTime, createdBy, updateTime: now(), updatedBy: "" });
      return done;
    },
    "GET /api/metadata/taskdefs": () => json(registry.tasks()),
    "GET /api/metadata/taskdefs/{name}"({ params: { name = "" } }) {
      const definition = registry.task(name);
      if (definition) return json(definition);
      throw new ConductorError(404, `No such taskType found by name: ${name}`);
    },
    "DELETE /api/metadata/taskdefs/{name}"({ params: { name = "" } }) {
      registry.removeTask(name);
      return done;
    },
  };
}
