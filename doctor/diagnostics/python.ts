import { pythonSteps } from "@long-running-api/kit/targets/python-problem";
import { ensurePython, isPython } from "@long-running-api/local-aws/lambda/runtime/python/find";
import type { Finding } from "../finding.ts";

/** Python with boto3: only the function's Python variant needs it. */
export async function python(dataFolder: string): Promise<Finding> {
  const title = "Python variant";
  const found = await ensurePython({ dataDir: dataFolder });
  if (isPython(found))
    return {
      title,
      status: "ok",
      seen: `Python ${found.version} with boto3 ${found.boto3} (${found.executable})`,
    };
  const seen = Object.entries(found.seen).map(([label, text]) => `${label}: ${text}`);
  return { title, status: "note", seen: `${found.what} ${seen.join("; ")}`, toDo: pythonSteps(found) };
}
