import type { Compared } from "./compared.ts";
import { type Differences, differences, differentEverywhere } from "./different.ts";
import { proofOf, readVectors, vectorFiles } from "./evidence.ts";
import { evidenceKinds } from "./evidence-kinds.ts";
import { bullets, link, markdownIn } from "./markdown.ts";
import { readRecorded, recordedFile } from "./recorded.ts";
import { services } from "./services.ts";

const { file, table } = markdownIn("docs");

/** docs/fidelity.md: what is as on AWS, what is not, and how we know. */
export function fidelityPage(compared: readonly Compared[]): string {
  return `${[
    head,
    table(["Service", "Actions", "With recorded answers", "Tables"], compared.map(row)),
    "A recorded answer is AWS's own, or for DynamoDB that of Amazon's DynamoDB Local. Calls of a deployed API are not counted here.",
    "## How we know",
    "What our tests compare with:",
    howWeKnow(),
    "## What differs everywhere",
    bullets(differentEverywhere),
    ...services.flatMap(({ id, title, same }) => [
      `## ${title}`,
      `**As on AWS.** ${same}`,
      ...differing(differences[id]),
    ]),
  ].join("\n\n")}\n`;
}

const head = `# Fidelity

<!-- Generated from test/fidelity/: RECORD=1 npx vitest run test/fidelity.test.ts -->

The embedded AWS has what this tutorial, its typical mistakes and the recorded cases reach, and behaves as AWS does, down to error
messages. This page lists the differences that we know. The error of a missing action names it.

The Conductor half: ${link("On Conductor OSS", "oss.md")}.`;

function row({ id, title, actions }: Compared): string[] {
  const withAnswers = actions.filter(({ cases }) => cases.length > 0).length;
  return [title, String(actions.length), String(withAnswers), link("cases and actions", `fidelity/${id}.md`)];
}

/** Figures come from the files, so that they cannot grow old. */
function howWeKnow(): string {
  const vectors = readVectors().filter((vector) => proofOf(vector).why === undefined);
  const recorded = readRecorded();
  const kinds = Object.keys(evidenceKinds).map((kind) => {
    const found = [...vectors, ...recorded].filter(({ evidence }) => evidence === kind);
    return [kind, evidenceKinds[kind] ?? "", String(found.length)];
  });
  return [
    bullets([
      `**Recorded cases**: ${vectors.length} of API Gateway (${vectorFiles.map(file).join(", ")}) and ${recorded.length} of the other services (${file(recordedFile)}).`,
      "**AWS's own models**, as botocore ships them, validate every request and response in any test.",
      "**An official client** calls every action in some test.",
      "**Amazon's DynamoDB Local** answers the tutorial's requests and 200 generated ones.",
      "**Apache Velocity, Jayway JSONPath and Java** process thousands of generated inputs.",
      "**A second implementation of AWS** runs every fault.",
    ]),
    table(["Evidence", "Means", "Cases"], kinds),
  ].join("\n\n");
}

function differing({ different, refused, absent }: Differences): string[] {
  return [
    ...(different.length > 0 ? ["**Different.**", bullets(different)] : []),
    ...(refused.length > 0 ? [`**Refused by name:** ${refused.join(", ")}.`] : []),
    ...(absent.length > 0 ? [`**Not there:** ${absent.join(", ")}.`] : []),
  ];
}
