import { Problem, problemLines } from "@long-running-api/foundation/problem";
import type { CallToolResult, ServerContext } from "@modelcontextprotocol/server";
import type { Call } from "./session.ts";

/** Runs a tool. A Problem becomes an error that the assistant reads; its own result is sent as JSON, also as text. */
export async function answer(
  context: ServerContext,
  work: (call: Call) => Promise<Record<string, unknown>>,
): Promise<CallToolResult> {
  try {
    const structuredContent = await work(callOf(context));
    return { content: [{ type: "text", text: JSON.stringify(structuredContent) }], structuredContent };
  } catch (error) {
    if (error instanceof Problem)
      return { content: [{ type: "text", text: problemLines(error).join("\n") }], isError: true };
    console.error(error); // stderr: stdout carries the protocol
    const what = error instanceof Error ? error.message : String(error);
    return { content: [{ type: "text", text: `A bug in this server: ${what}` }], isError: true };
  }
}

/** Progress is sent only to a client that asked for it. */
function callOf({ mcpReq }: ServerContext): Call {
  const progressToken = mcpReq._meta?.progressToken;
  const { signal } = mcpReq;
  if (progressToken === undefined) return { signal };
  return {
    signal,
    onProgress({ what, elapsedSeconds, limitSeconds }) {
      const params = { progressToken, progress: elapsedSeconds, total: limitSeconds, message: what };
      mcpReq.notify({ method: "notifications/progress", params }).catch(() => {}); // the client may be gone
    },
  };
}
