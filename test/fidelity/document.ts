import { differences } from "../conformance/dynamodb-local/differences.ts";
import type { ServiceInScope } from "./actions.ts";
import { behaviours } from "./behaviours.ts";
import { different } from "./different.ts";
import { clientsOf, comparedActions, proofOf, readVectors, type Vector, vectorFiles } from "./evidence.ts";
import { type RecordedCase, readRecorded, recordedFile, recordedOf, recordedTest } from "./recorded.ts";

/** docs/fidelity.md, whole. */
export function fidelityDocument(services: readonly ServiceInScope[]): string {
  const vectors = readVectors();
  const recorded = readRecorded();
  return `${[
    head,
    "## Different from AWS",
    table(
      ["Where", "What", "Why"],
      different.map(({ area, what, why }) => [area, what, why]),
    ),
    "### DynamoDB, compared with Amazon's DynamoDB Local",
    "The tutorial's requests and 200 generated ones go to both. Where the two differ in what a program acts on, it is one of these. How they word their refusals is in [wording.json](../test/conformance/dynamodb-local/wording.json).",
    table(["Request", "Why"], Object.entries(differences)),
    "## Behaviour as on AWS",
    `Recorded, documented or observed cases of ${vectorFiles.map(file).join(" and ")}, each replayed by a test.`,
    ...vectorKinds.flatMap(([kind, title]) => [
      `### ${title}`,
      vectorTable(vectors.filter((vector) => vector.kind === kind)),
    ]),
    "### Lambda, IAM, STS, CloudWatch Logs, DynamoDB",
    `What AWS answered to calls of these, as ${file(recordedFile)} holds it, replayed through the SDK's clients by ${file(recordedTest)}.`,
    table(
      ["Case", "What", "Evidence", "Source"],
      recorded.map(({ id, title, evidence, source }) => [id, title, evidence, source]),
    ),
    "### Vectors out of scope",
    table(
      ["Vector", "What", "Why"],
      vectors.flatMap((vector) => {
        const { why } = proofOf(vector);
        return why === undefined ? [] : [[vector.id, vector.title, why]];
      }),
    ),
    "### Documented by AWS",
    table(
      ["Where", "What", "AWS's page", "Test"],
      behaviours.map(({ area, what, page, test }) => [area, what, link("page", page), file(test)]),
    ),
    "## Actions",
    "An action that is not listed answers with an error that names it and says that it is not part of this tutorial.",
    ...services.flatMap((service) => [`### ${service.title}`, actionTable(service, vectors, recorded)]),
  ].join("\n\n")}\n`;
}

const head = `# What is as on AWS, and what is not

<!-- Written by a test: RECORD=1 npx vitest run test/fidelity.test.ts -->

The embedded AWS has what this tutorial touches: what a step, a check, a learner's mistake or a recorded case reaches. This page
says for each part what makes us believe that it is as on AWS, and where it is not.

| evidence | means |
|---|---|
| aws-snapshot | recorded on AWS, answer and all |
| aws-validated-test | a test that passed against AWS |
| aws-console-observed | seen in the AWS console |
| aws-doc | AWS's documentation says so |
| community-observed | reported by people who use AWS |
| derived | follows from others of these |

Beside that, whatever any test asks of these services and whatever they answer is judged by AWS's own service models (as
botocore ships them): names, types, required members, enumerated values, patterns, status and error codes.`;

const vectorKinds = [
  ["execute", "Calls of a deployed API"],
  ["vtl", "Mapping templates"],
  ["control-plane", "Control planes"],
] as const;

function vectorTable(vectors: readonly Vector[]): string {
  const rows = vectors.flatMap((vector) => {
    const proof = proofOf(vector);
    return proof.why === undefined
      ? [[vector.id, vector.title, vector.evidence, vector.source, file(proof.test)]]
      : [];
  });
  return table(["Vector", "What", "Evidence", "Source", "Test"], rows);
}

function actionTable(
  { title, command, actions }: ServiceInScope,
  vectors: readonly Vector[],
  cases: readonly RecordedCase[],
): string {
  const rows = actions.map(({ name, page }) => {
    const wanted = [name, `${command}:${name}`];
    const recorded = vectors.filter(({ call }) => call !== undefined && wanted.includes(call.op));
    const compared = title === "DynamoDB" && comparedActions.has(name) ? ["DynamoDB Local"] : [];
    return [
      link(name, page),
      clientsOf(command, name).join(", "),
      [...compared, ...recorded.map(({ id }) => id), ...recordedOf(cases, command, name)].join(", "),
    ];
  });
  return table(["Action", "Called in tests by", "Compared with"], rows);
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), `|${heads.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** A bar would end the cell, and braces or brackets are text, not links. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
}

function link(text: string, target: string): string {
  return `[${text}](${target})`;
}

function file(name: string): string {
  return link(name.split("/").at(-1) ?? name, `../${name}`);
}
