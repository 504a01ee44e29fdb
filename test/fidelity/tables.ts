import { differences as dynamodbLocal } from "../conformance/dynamodb-local/differences.ts";
import { behaviours } from "./behaviours.ts";
import type { Compared } from "./compared.ts";
import { proofOf, readVectors, type Vector, vectorFiles } from "./evidence.ts";
import { link, markdownIn } from "./markdown.ts";
import { readRecorded, recordedFile, recordedTest } from "./recorded.ts";
import { type ServiceId, services } from "./services.ts";

const { file, table } = markdownIn("docs/fidelity");

/** docs/fidelity/SERVICE.md: the cases, documented behaviours and actions of one service. */
export function tablesOf(service: Compared): string {
  return `${[
    `# ${service.title}: cases and actions`,
    "<!-- Generated from test/fidelity/: RECORD=1 npx vitest run test/fidelity.test.ts -->",
    `What differs from AWS, and what the evidence means: ${link("Fidelity", "../fidelity.md")}.`,
    ...vectorSections(service.id),
    ...recordedSection(service.id),
    ...documentedSection(service.id),
    ...(service.id === "dynamodb" ? localSection() : []),
    "## Actions",
    table(
      ["Action", "Called in tests by", "Compared with"],
      service.actions.map(({ name, page, clients, cases }) => [
        link(name, page),
        clients.join(", "),
        cases.join(", "),
      ]),
    ),
  ].join("\n\n")}\n`;
}

const vectorKinds = [
  ["execute", "Calls of a deployed API"],
  ["vtl", "Mapping templates"],
  ["control-plane", "Control plane"],
] as const;

/** The vectors are API Gateway's; a few are about Lambda, and the tests of Lambda prove them. */
function vectorSections(id: ServiceId): string[] {
  if (id !== "api-gateway") return [];
  const vectors = readVectors();
  const outOfScope = vectors.flatMap((vector) => {
    const { why } = proofOf(vector);
    return why === undefined ? [] : [[vector.id, vector.title, why]];
  });
  return [
    `Tests replay the cases of ${vectorFiles.map(file).join(" and ")}.`,
    ...vectorKinds.flatMap(([kind, title]) => [
      `## ${title}`,
      vectorTable(vectors.filter((vector) => vector.kind === kind)),
    ]),
    ...(outOfScope.length > 0
      ? ["## Out of scope", table(["Case", "Behaviour on AWS", "Why"], outOfScope)]
      : []),
  ];
}

function vectorTable(vectors: readonly Vector[]): string {
  const rows = vectors.flatMap((vector) => {
    const proof = proofOf(vector);
    return proof.why === undefined
      ? [[vector.id, vector.title, vector.evidence, vector.source, file(proof.test)]]
      : [];
  });
  return table(["Case", "Behaviour", "Evidence", "Source", "Test"], rows);
}

function recordedSection(id: ServiceId): string[] {
  const commands: readonly string[] = services.find((service) => service.id === id)?.commands ?? [];
  const cases = readRecorded().filter(({ service }) => commands.includes(service));
  if (cases.length === 0) return [];
  return [
    "## Recorded calls",
    `${file(recordedTest)} replays these calls of ${file(recordedFile)} through the SDK and compares the answers.`,
    table(
      ["Case", "Behaviour", "Evidence", "Source"],
      cases.map((each) => [each.id, each.title, each.evidence, each.source]),
    ),
  ];
}

function documentedSection(id: ServiceId): string[] {
  const own = behaviours.filter(({ service }) => service === id);
  if (own.length === 0) return [];
  return [
    "## Documented by AWS",
    table(
      ["Area", "Behaviour", "AWS's page", "Test"],
      own.map(({ area, what, page, test }) => [area, what, link("page", page), file(test)]),
    ),
  ];
}

function localSection(): string[] {
  return [
    "## Differences from DynamoDB Local",
    `Where the two differ in what a program acts on, it is one of these. ${file("test/conformance/dynamodb-local/wording.json")} lists messages that differ only in their words.`,
    table(["Request", "Why"], Object.entries(dynamodbLocal)),
  ];
}
