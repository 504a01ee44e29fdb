import { DO_WHILE } from "./do-while.ts";
import { FORK_JOIN } from "./fork-join.ts";
import { HTTP } from "./http.ts";
import { HTTP_POLL } from "./http-poll.ts";
import { INLINE } from "./inline.ts";
import { JOIN } from "./join.ts";
import { JSON_JQ_TRANSFORM } from "./json-jq-transform.ts";
import { SET_VARIABLE } from "./set-variable.ts";
import { SUB_WORKFLOW } from "./sub-workflow.ts";
import { SWITCH } from "./switch.ts";
import type { TaskType } from "./task-type.ts";
import { TERMINATE } from "./terminate.ts";
import { WAIT } from "./wait.ts";

/** What the engine runs itself. SIMPLE is not here: workers outside poll for it. */
export const taskTypes: ReadonlyMap<string, TaskType> = new Map(
  Object.entries({
    HTTP,
    HTTP_POLL,
    WAIT,
    SWITCH,
    DO_WHILE,
    INLINE,
    JSON_JQ_TRANSFORM,
    SET_VARIABLE,
    TERMINATE,
    FORK_JOIN,
    JOIN,
    SUB_WORKFLOW,
  }),
);
