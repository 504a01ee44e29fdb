import { check, fail, pass, unknown } from "../engine/check.ts";
import { shapeCheck } from "../proven.ts";
import { findWorkflow } from "../read/find-workflow.ts";
import { instead } from "../read/search.ts";
import { theWorkflow } from "../read/the-workflow.ts";
import { at } from "./where.ts";

export const registered = check({
  id: "04-workflow/registered",
  claim: "The workflow definition is registered.",
  probe: async (context) => {
    const { found, ...search } = await context.ask(findWorkflow);
    return {
      ...search,
      found: found && { name: found.name, version: found.version ?? 1 },
      expected: context.names.workflow,
    };
  },
  judge({ found, several, nearest, others, looked, expected }) {
    if (found) return pass(`${found.name}, version ${found.version}`);
    if (several)
      return {
        ...unknown(
          `more than one workflow calls the API: ${several.join(", ")}`,
          "Name the one that is meant with --workflow.",
        ),
        choices: { option: "workflow", names: several },
      };
    return fail({
      expected: `a workflow definition ${expected}`,
      observed: `none ${looked}${instead({ nearest, others })}`,
      leadsTo: "There is nothing to run.",
      lookAt: "steps/04-workflow; tutorial, step 4; Conductor › Definitions › Workflow",
      hint:
        nearest === undefined
          ? "Was it saved, and confirmed? Is this the server that it was saved on?"
          : `Compare the names letter by letter; --workflow tells the checks a name.`,
    });
  },
});

export const startTask = shapeCheck({
  id: "04-workflow/start-task",
  claim: "An HTTP task starts the work.",
  needs: ["04-workflow/registered"],
  probe: theWorkflow,
  judge({ start, types }) {
    if (!start && types.includes("SUB_WORKFLOW"))
      return unknown(
        "The workflow has no HTTP task of its own, but a SUB_WORKFLOW, which may have one.",
        "The checks do not look into it. The run shows whether it works: checks/05-run.",
      );
    if (!start)
      return fail({
        expected: "a task of type HTTP",
        observed: types.length > 0 ? `tasks of type ${types.join(", ")}` : "no task",
        leadsTo: "Nothing asks the function to begin: the polls find nothing.",
        lookAt: at("Code"),
        hint: "The tutorial's first task is InvokeLambdaTask.",
      });
    if (start.task.asyncComplete)
      return fail({
        expected: "a task that ends with the answer",
        observed: `${start.task.ref} has asyncComplete: it waits until somebody reports it done`,
        leadsTo: "The task stays IN_PROGRESS, and polling never begins.",
        lookAt: at(start.task.ref),
        hint: "asyncComplete is for work that calls back by itself; the tutorial polls.",
      });
    return pass(`${start.task.ref} (HTTP)`);
  },
});

export const pollTask = shapeCheck({
  id: "04-workflow/poll-task",
  claim: "An HTTP_POLL task waits for the work.",
  needs: ["04-workflow/registered"],
  probe: theWorkflow,
  judge({ start, poll, types, refs, neverPolls }) {
    if (neverPolls)
      return fail({
        expected: "an HTTP_POLL task that each run reaches",
        observed: `${poll?.task.ref} is in the branch ${neverPolls.cases.join(", ") || "default"} of ${neverPolls.ref}, which compares ${neverPolls.value}`,
        leadsTo:
          "No run takes this branch: the workflow ends as soon as the work has begun, without its result.",
        lookAt: at(neverPolls.ref),
        hint: "A SWITCH takes the branch whose name equals the value, letter by letter, and the default branch for any other value.",
      });
    if (poll && start && refs.indexOf(poll.task.ref) < refs.indexOf(start.task.ref))
      return fail({
        expected: "the HTTP_POLL task after the HTTP task",
        observed: `${refs.join(", then ")}`,
        leadsTo: "The polls ask for a request that nobody has made yet, and go on for ever.",
        lookAt: at("Diagram"),
        hint: "Tasks run in the order in which they stand.",
      });
    if (poll)
      return pass(`${poll.task.ref} (HTTP_POLL)`, [
        poll.task.optional
          ? "The task is optional: if a poll fails, the run continues and ends as COMPLETED, without a result."
          : undefined,
      ]);
    const otherWay = types.find((type) => /^(DO_WHILE|SUB_WORKFLOW|DYNAMIC)$/.test(type));
    if (otherWay !== undefined)
      return unknown(
        `The workflow has no HTTP_POLL task, but a ${otherWay}, which may poll in its own way.`,
        "The checks do not judge that. Its run shows whether it works: checks/05-run.",
      );
    return fail({
      expected: "a task of type HTTP_POLL",
      observed: types.length > 0 ? `tasks of type ${types.join(", ")}` : "no task",
      leadsTo: "The workflow ends as soon as the work has begun, without its result.",
      lookAt: at("Code"),
      hint: "The tutorial's second task is http_poll. Types are written in capitals.",
    });
  },
});
