import { testStepByStep } from "./one-by-one.ts";

testStepByStep("node");
