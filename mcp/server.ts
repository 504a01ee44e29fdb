import { McpServer } from "@modelcontextprotocol/server";
import type { Place, Session } from "./session.ts";
import { registerCheck } from "./tools/check.ts";
import { registerExercises } from "./tools/exercises.ts";
import { registerExplain } from "./tools/explain.ts";
import { registerHint } from "./tools/hint.ts";
import { registerRenderTemplate } from "./tools/render-template.ts";
import { registerRequests } from "./tools/requests.ts";
import { registerSolution } from "./tools/solution.ts";

const instructions = [
  "A learner builds the tutorial “Orchestrating Long-Running APIs”. Help them to find the mistake themselves.",
  "Call check for the first cause, and correct that one first: others may follow from it.",
  "Call hint for one hint at a time, and let the learner try after each.",
  "Show a solution only when the learner asks for it.",
].join(" ");

/** The server for one client. */
export function createMcpServer(place: Place, version: string): McpServer {
  const server = new McpServer({ name: "long-running-api", version }, { instructions });
  const session: Session = { place, given: new Map() };
  registerCheck(server, session);
  registerHint(server, session);
  registerSolution(server, session);
  registerExplain(server);
  registerRequests(server, session);
  registerRenderTemplate(server);
  registerExercises(server, session);
  return server;
}
