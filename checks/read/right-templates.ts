import { readFile } from "node:fs/promises";

/** The reference mapping templates, as the steps set them: what `--solution` compares with. */
export interface RightTemplates {
  postRequest: string;
  postResponse: string;
  getRequest: string;
  getResponse: string;
}

export async function rightTemplates(): Promise<RightTemplates> {
  const read = async (name: string) =>
    (await readFile(new URL(`../reference/${name}.vtl`, import.meta.url), "utf8"))
      .replaceAll("\r\n", "\n")
      .trimEnd();
  const [postRequest, postResponse, getRequest, getResponse] = await Promise.all([
    read("post-request"),
    read("post-response"),
    read("get-request"),
    read("get-response"),
  ]);
  return { postRequest, postResponse, getRequest, getResponse };
}
