import { check, fail, pass, unknown } from "../engine/check.ts";
import { findWorkflow } from "../read/find-workflow.ts";
import { shapeCheck } from "../read/proven.ts";
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
          "Choose one with --workflow.",
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
          ? "Was it saved and confirmed, and on this server?"
          : `Compare the names letter by letter, or use --workflow to choose this one.`,
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
        "The workflow has no HTTP task, but a SUB_WORKFLOW task, which may have one.",
        "The checks do not read it. The run shows whether it works: checks/05-run.",
      );
    if (!start)
      return fail({
        expected: "a task of type HTTP",
        observed: types.length > 0 ? `tasks of type ${types.join(", ")}` : "no task",
        leadsTo: "Nothing starts the function: the polls never find the item.",
        lookAt: at("Code"),
        hint: "The tutorial's first task is InvokeLambdaTask.",
      });
    if (start.task.asyncComplete)
      return fail({
        expected: "a task that completes with the response",
        observed: `${start.task.ref} has asyncComplete: it waits until it is completed from outside`,
        leadsTo: "The task stays IN_PROGRESS, and polling never starts.",
        lookAt: at(start.task.ref),
        hint: "asyncComplete is for work that calls back when it is done; the tutorial polls.",
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
        leadsTo: "The task polls for a request that has not been sent yet, and continues forever.",
        lookAt: at("Diagram"),
        hint: "Tasks run in the order of the definition.",
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
        `The workflow has no HTTP_POLL task, but a ${otherWay} task, which may poll in its own way.`,
        "The checks do not judge that. The run shows whether it works: checks/05-run.",
      );
    return fail({
      expected: "a task of type HTTP_POLL",
      observed: types.length > 0 ? `tasks of type ${types.join(", ")}` : "no task",
      leadsTo: "The workflow ends as soon as the work has started, without its result.",
      lookAt: at("Code"),
      hint: "The tutorial's second task is http_poll. Task types are in uppercase.",
    });
  },
});
