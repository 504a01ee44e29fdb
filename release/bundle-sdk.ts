import path from "node:path";
import { build } from "esbuild";

/** What the package has inside its own file: its users install none of it. */
export const bundled = ["@modelcontextprotocol/server", "zod"];

/** Replaces the compiled `mcp/sdk.js` by one file that needs no package. */
export async function bundleSdk(compiled: string, projectFolder: string): Promise<void> {
  await build({
    entryPoints: [path.join(projectFolder, "mcp", "sdk.ts")],
    outfile: path.join(compiled, "mcp", "sdk.js"),
    allowOverwrite: true,
    bundle: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    legalComments: "eof",
    logLevel: "warning",
  });
}
