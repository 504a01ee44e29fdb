import { nearest } from "@long-running-api/foundation/nearest";

/** The servers that run a definition if the local Conductor does not. */
export const realServer = "The real server can: npx tsx local conductor-oss";

/** What Conductor OSS 3.32.3 runs. */
const ossTypes = [
  "SIMPLE",
  "DYNAMIC",
  "FORK_JOIN",
  "FORK_JOIN_DYNAMIC",
  "DECISION",
  "SWITCH",
  "JOIN",
  "DO_WHILE",
  "SUB_WORKFLOW",
  "START_WORKFLOW",
  "EVENT",
  "WAIT",
  "HUMAN",
  "USER_DEFINED",
  "HTTP",
  "LAMBDA",
  "INLINE",
  "EXCLUSIVE_JOIN",
  "TERMINATE",
  "KAFKA_PUBLISH",
  "JSON_JQ_TRANSFORM",
  "SET_VARIABLE",
  "NOOP",
  "PULL_WORKFLOW_MESSAGES",
] as const;

/** Of the same server with its AI integration: its TaskType.java, and the workers of its module `ai`. */
const ossAiTypes = [
  "AGENT",
  "CALL_MCP_TOOL",
  "CANCEL_AGENT",
  "GENERATE_AUDIO",
  "GENERATE_IMAGE",
  "GENERATE_PDF",
  "GENERATE_VIDEO",
  "GET_AGENT_CARD",
  "LIST_MCP_TOOLS",
  "LLM_CHAT_COMPLETE",
  "LLM_GENERATE_EMBEDDINGS",
  "LLM_GET_EMBEDDINGS",
  "LLM_INDEX_TEXT",
  "LLM_SEARCH_EMBEDDINGS",
  "LLM_SEARCH_INDEX",
  "LLM_STORE_EMBEDDINGS",
  "LLM_TEXT_COMPLETE",
] as const;

/** Of Orkes' servers alone: https://orkes.io/content/category/reference-docs/system-tasks. */
const orkesTypes = [
  "AI_PROMPT",
  "BUSINESS_RULE",
  "DYNAMIC_FORK",
  "GET_DOCUMENT",
  "GET_SIGNED_JWT",
  "GET_WORKFLOW",
  "GRPC",
  "JDBC",
  "LIST_FILES",
  "MCP_TOOL",
  "OPSGENIE",
  "PARSE_DOCUMENT",
  "QUERY_PROCESSOR",
  "SENDGRID",
  "UPDATE_SECRET",
  "UPDATE_TASK",
  "WAIT_FOR_EVENT",
  "WAIT_FOR_WEBHOOK",
  "YIELD",
] as const;

/** Why a task of a type that `runs` lacks is refused, and where it does run. */
export function unknownType(type: string, taskName: string, runs: readonly string[]): string {
  const what = `Task type ${type} (taskName: ${taskName})`;
  const notHere = `${what} is not part of the local Conductor, which runs ${runs.join(", ")}.`;
  if (ossTypes.some((known) => known === type)) return `${notHere} ${realServer}`;
  if (ossAiTypes.some((known) => known === type))
    return `${notHere} Conductor OSS runs it with its AI integration (conductor.integrations.ai.enabled=true), which npx tsx local conductor-oss leaves off.`;
  if (orkesTypes.some((known) => known === type))
    return `${notHere} Only servers of Orkes run it: https://developer.orkescloud.com`;
  const meant = nearest(type, [...runs, ...ossTypes, ...ossAiTypes, ...orkesTypes]);
  const hint = meant ? `Did you mean ${meant}?` : "A task that a worker runs is of type SIMPLE.";
  return `${what} is not a task type of Conductor. ${hint} Types are in uppercase; the local Conductor runs ${runs.join(", ")}.`;
}
