import { pythonWith } from "@long-running-api/test-support/programs";
import { testStepByStep } from "./one-by-one.ts";

testStepByStep("python", pythonWith(["boto3"]).why);
