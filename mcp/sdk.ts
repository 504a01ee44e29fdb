// The official SDK and its schema library, behind one file: the published package has this file bundled, without the
// 17 MB that they take, and only `npx tsx mcp` loads it.
export { type CallToolResult, McpServer, type ServerContext } from "@modelcontextprotocol/server";
export { serveStdio } from "@modelcontextprotocol/server/stdio";
export * as z from "zod";
