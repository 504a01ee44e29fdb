import { readFile } from "node:fs/promises";
import { brokenFile } from "../designs/broken-file.ts";
import { type DesignFile, type DesignName, type Designs, requireDesign } from "../designs/index.ts";

/** The four mapping templates, as the console shows them. */
export interface Templates {
  postRequest: string;
  postResponse: string;
  getRequest: string;
  /** The tutorial has none: the function's response is then passed through unchanged. */
  getResponse: string | undefined;
}

/** Reads the templates; an invalid template is a Problem with line and column. */
export async function readTemplates(
  designs: Designs,
): Promise<{ templates: Templates; files: readonly DesignFile[] }> {
  const [postRequest, postResponse, getRequest, getResponse] = await Promise.all([
    readTemplate(designs, "post-request.vtl"),
    readTemplate(designs, "post-response.vtl"),
    readTemplate(designs, "get-request.vtl"),
    readTemplate(designs, "get-response.vtl"),
  ]);
  return {
    templates: {
      postRequest: postRequest.text.trimEnd(),
      postResponse: postResponse.text.trimEnd(),
      getRequest: getRequest.text.trimEnd(),
      getResponse: getResponse.text.trimEnd(),
    },
    files: [postRequest, postResponse, getRequest, getResponse],
  };
}

/** Reads the templates as printed in the tutorial. */
export async function readPrintedTemplates(): Promise<Templates> {
  const read = async (name: string) =>
    (await readFile(new URL(`as-printed/${name}`, import.meta.url), "utf8"))
      .replaceAll("\r\n", "\n")
      .trimEnd();
  const [postRequest, postResponse, getRequest] = await Promise.all([
    read("post-request.vtl"),
    read("post-response.vtl"),
    read("get-request.vtl"),
  ]);
  return { postRequest, postResponse, getRequest, getResponse: undefined };
}

/** Reads one template; an invalid one is a Problem with line and column. */
export async function readTemplate(designs: Designs, name: DesignName): Promise<DesignFile> {
  const file = await requireDesign(designs, name);
  const { parseTemplate, TemplateError } = await import("@long-running-api/api-gateway/templates");
  try {
    parseTemplate(file.text);
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw brokenFile(file, "is not a valid mapping template.", {
      at: { line: error.line, column: error.column },
      expected: expectationFor(error.message),
      seen: error.message,
    });
  }
  return file;
}

/** What a template should look like where it is invalid. A word without quotes is the most common mistake. */
function expectationFor(message: string): string {
  const word = /^Expected a value, found "([A-Za-z][\w-]*)"/.exec(message)?.[1];
  return word === undefined
    ? "Velocity with each bracket and quote closed, and an #end for each #if and #foreach"
    : `text in quotes ("${word}"), or a reference that begins with $`;
}
