import { faultsOf } from "../../fault.ts";
import { replaceOrThrow } from "../change/change.ts";
import { changeTask, changeUris, ownDefinition, redefine, unregister } from "../change/workflow.ts";

import { placeholders } from "./placeholders.ts";

const misspelt = (name: string) => name.replace("Workflow", "Workflw");

/** Faults in the structure of the workflow definition. */
export const definitionFaults = faultsOf("04-workflow", [
  {
    id: "definition-gone",
    story: "The workflow definition is deleted.",
    trips: ["04-workflow/registered"],
    inject: unregister,
  },
  {
    id: "definition-misspelt",
    story: "The workflow definition has a misspelled name, and still has the placeholders.",
    trips: ["04-workflow/registered"],
    inject: async (place) => {
      const definition = await ownDefinition(place);
      await unregister(place);
      const blank = changeUris((uri) => replaceOrThrow(uri, /^.*(?=\/)/, placeholders))(definition);
      await (await place.target.conductor()).register({ ...blank, name: misspelt(definition.name) });
    },
    cleanUp: async ({ target, names }) => {
      const conductor = await target.conductor();
      const name = misspelt(names.workflow);
      if (await conductor.definition(name)) await conductor.unregister(name, 1);
    },
  },
  {
    id: "http-task-missing",
    story: "The HTTP task is missing.",
    trips: ["04-workflow/start-task"],
    inject: redefine((definition) => ({ ...definition, tasks: definition.tasks.slice(1) })),
  },
  {
    id: "http-task-waits-for-callback",
    story: "The HTTP task has asyncComplete on.",
    trips: ["04-workflow/start-task"],
    inject: redefine(
      changeTask("start", ({ inputParameters }) => ({
        inputParameters: { ...inputParameters, asyncComplete: true },
      })),
    ),
  },
  {
    id: "poll-task-missing",
    story: "The HTTP_POLL task is missing.",
    trips: ["04-workflow/poll-task"],
    inject: redefine((definition) => ({ ...definition, tasks: definition.tasks.slice(0, 1) })),
  },
  {
    id: "poll-task-is-http",
    story: "The task that should poll has the type HTTP.",
    trips: ["04-workflow/poll-task"],
    inject: redefine(changeTask("poll", () => ({ type: "HTTP" }))),
  },
  {
    id: "polls-before-it-posts",
    story: "The HTTP_POLL task comes before the HTTP task.",
    trips: ["04-workflow/poll-task"],
    inject: redefine((definition) => ({ ...definition, tasks: [...definition.tasks].reverse() })),
  },
  {
    id: "http-task-waits-by-itself",
    story: "The HTTP task has asyncComplete on, outside its input.",
    trips: ["04-workflow/start-task"],
    inject: redefine(changeTask("start", () => ({ asyncComplete: true }))),
  },
]);
