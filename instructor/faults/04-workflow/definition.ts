import { faultsOf } from "../../fault.ts";
import { replaceOrThrow } from "../change/change.ts";
import { changeTask, changeUris, ownDefinition, redefine, unregister } from "../change/workflow.ts";

import { placeholders } from "./placeholders.ts";

const misspelt = (name: string) => name.replace("Workflow", "Workflw");

/** What the definition is made of. */
export const definitionFaults = faultsOf("04-workflow", [
  {
    id: "definition-gone",
    story: "Somebody deleted the workflow definition.",
    trips: ["04-workflow/registered"],
    inject: unregister,
  },
  {
    id: "definition-misspelt",
    story: "Somebody saved the workflow under a misspelt name, with the placeholders still in it.",
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
    story: "Somebody deleted the HTTP task.",
    trips: ["04-workflow/start-task"],
    inject: redefine((definition) => ({ ...definition, tasks: definition.tasks.slice(1) })),
  },
  {
    id: "http-task-waits-for-callback",
    story: "Somebody switched asyncComplete on for the HTTP task.",
    trips: ["04-workflow/start-task"],
    inject: redefine(
      changeTask("start", ({ inputParameters }) => ({
        inputParameters: { ...inputParameters, asyncComplete: true },
      })),
    ),
  },
  {
    id: "poll-task-missing",
    story: "Somebody deleted the HTTP_POLL task.",
    trips: ["04-workflow/poll-task"],
    inject: redefine((definition) => ({ ...definition, tasks: definition.tasks.slice(0, 1) })),
  },
  {
    id: "poll-task-is-http",
    story: "Somebody chose the type HTTP for the task that should poll.",
    trips: ["04-workflow/poll-task"],
    inject: redefine(changeTask("poll", () => ({ type: "HTTP" }))),
  },
  {
    id: "polls-before-it-posts",
    story: "Somebody put the HTTP_POLL task before the HTTP task.",
    trips: ["04-workflow/poll-task"],
    inject: redefine((definition) => ({ ...definition, tasks: [...definition.tasks].reverse() })),
  },
  {
    id: "http-task-waits-by-itself",
    story: "Somebody switched asyncComplete on beside the HTTP task's input.",
    trips: ["04-workflow/start-task"],
    inject: redefine(changeTask("start", () => ({ asyncComplete: true }))),
  },
]);
