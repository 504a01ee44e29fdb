import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import {
  generateRequests,
  preparation,
  seeded,
  tutorialRequests,
} from "../conformance/dynamodb-local/requests.ts";
import { sources } from "../support/sources.ts";

/** A case of the vector files. */
export interface Vector {
  id: string;
  kind: string;
  title: string;
  evidence: string;
  source: string;
  call?: { op: string };
}

export const vectorFiles: readonly string[] = [
  "test/vectors/api-gateway.json",
  "test/vectors/api-gateway-recorded.json",
];

export function readVectors(): Vector[] {
  return vectorFiles.flatMap((file) => {
    const text = readFileSync(path.join(projectFolder, file), "utf8");
    return (JSON.parse(text) as { vectors: Vector[] }).vectors;
  });
}

const code = sources(".ts", ".py");
/** The tests of the whole and of each package, without those of this document. */
const tests = code.filter(
  ({ file }) =>
    !file.startsWith("test/fidelity") && /^test\/|^packages\/[^/]+\/test\/|\.test\.ts$/.test(file),
);
const commands = code.filter(({ file }) => /^(steps|checks|instructor|doctor)\//.test(file));
const python = tests.filter(({ file }) => file.endsWith(".py"));

/** The official clients that call an action in tests. What a command calls counts: its own tests run it. */
export function clientsOf(command: string, name: string): string[] {
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
  const sdk = new RegExp(String.raw`\b${name}Command\b|"${name}"`);
  const waiter = new RegExp(String.raw`\.${words.replaceAll("-", "_")}\(|"${words.replaceAll("-", "_")}"`);
  const cli = new RegExp(String.raw`"${command}", "${words}"|\b${command} ${words}\b`);
  return [
    ...([...tests, ...commands].some(({ text }) => sdk.test(text)) ? ["SDK v3"] : []),
    ...(python.some(({ text }) => waiter.test(text)) ? ["boto3"] : []),
    ...(tests.some(({ text }) => cli.test(text)) ? ["AWS CLI"] : []),
  ];
}

/** The DynamoDB actions that are also sent to Amazon's DynamoDB Local. */
export const comparedActions: ReadonlySet<string> = new Set(
  [...tutorialRequests, ...preparation, ...generateRequests(200, seeded(6))].map(
    ({ operation }) => operation,
  ),
);

/** The test that replays each kind of case. */
const replays: Readonly<Record<string, string>> = {
  vtl: "packages/api-gateway/src/templates/vectors.test.ts",
  execute: "packages/local-aws/test/apigateway/vectors-execute.test.ts",
  "control-plane": "packages/local-aws/test/apigateway/vectors-control-plane.test.ts",
};

/** The test that proves a case, or the reason why none does. */
export function proofOf({ id, kind }: Vector): { test: string; why?: undefined } | { why: string } {
  const replay = replays[kind] ?? "";
  if (!existsSync(path.join(projectFolder, replay)))
    throw new Error(`No test replays cases of kind ${kind}.`);
  // The replay lists the cases that it leaves out, with the reason.
  const text = tests.find(({ file }) => file === replay)?.text ?? "";
  const why = new RegExp(`"${id}": "([^"]+)"`).exec(text)?.[1];
  if (why === undefined) return { test: replay };
  const other = tests.find(({ file, text }) => file !== replay && text.includes(`(${id})`));
  return other ? { test: other.file } : { why };
}
