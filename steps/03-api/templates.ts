import { readFile } from "node:fs/promises";

/** The four mapping templates, as the console shows them. */
export interface Templates {
  postRequest: string;
  postResponse: string;
  getRequest: string;
  /** The tutorial prints none: the function's answer then passes through as it is. */
  getResponse: string | undefined;
}

/** Reads what works, or what the tutorial prints. */
export async function readTemplates({ asPrinted }: { asPrinted: boolean }): Promise<Templates> {
  const folder = asPrinted ? "as-printed/" : "";
  const [postRequest, postResponse, getRequest, getResponse] = await Promise.all([
    read(`${folder}post-request.vtl`),
    read(`${folder}post-response.vtl`),
    read(`${folder}get-request.vtl`),
    asPrinted ? undefined : read("get-response.vtl"),
  ]);
  return { postRequest, postResponse, getRequest, getResponse };
}

async function read(file: string): Promise<string> {
  return (await readFile(new URL(file, import.meta.url), "utf8")).replaceAll("\r\n", "\n").trimEnd();
}
