// The official SDK and its schema library, behind one file, which only `npx tsx mcp` loads.
export { type CallToolResult, McpServer, type ServerContext } from "@modelcontextprotocol/server";
export { serveStdio } from "@modelcontextprotocol/server/stdio";
export * as z from "zod";
