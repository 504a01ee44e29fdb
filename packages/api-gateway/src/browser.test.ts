import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import { expect, test } from "vitest";

/** The globals that a browser adds to the language; none of Node's. */
const browser = { TextEncoder, TextDecoder, atob, btoa };

test("the package runs with a browser's globals and none of Node's", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { mapGatewayResponse, mapRequest, mapResponse, utf8Bytes, validateRequest } from "./index.ts";
        import { sampleCall } from "./sample-call.ts";
        const method = {
          methodIntegration: {
            type: "AWS",
            requestTemplates: { "application/json": "$util.base64Encode($input.body) $util.urlDecode('%C3%A4')" },
            integrationResponses: { 200: { statusCode: "200", contentHandling: "CONVERT_TO_BINARY" } },
          },
          methodResponses: { 200: {} },
        };
        const call = { ...sampleCall, body: utf8Bytes("ä") };
        const { request } = mapRequest(method, call);
        const answer = { status: 200, headers: [], body: utf8Bytes("eA==") };
        const failure = { responseType: "THROTTLED", message: "Too Many Requests" };
        export const made = [
          request.body,
          String(mapResponse(method, call, answer).answer.body),
          mapGatewayResponse({}, call, failure).status,
          validateRequest({ method, validator: undefined, models: {} }, call),
        ];`,
      resolveDir: import.meta.dirname,
      loader: "ts",
    },
    bundle: true,
    platform: "browser",
    format: "iife",
    globalName: "page",
    write: false,
  });
  const page = createContext({ ...browser });
  runInContext(outputFiles[0]?.text ?? "", page);
  expect(JSON.stringify(runInContext("page.made", page))).toBe(JSON.stringify(["w6Q= ä", "120", 429, null]));
});
