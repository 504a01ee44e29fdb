import { pythonWith } from "@long-running-api/test-support/programs";
import { goThrough } from "./one-by-one.ts";

goThrough("python", pythonWith(["boto3"]).why);
