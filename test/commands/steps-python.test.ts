import { pythonWith } from "../support/programs.ts";
import { goThrough } from "./one-by-one.ts";

goThrough("python", pythonWith(["boto3"]).why);
