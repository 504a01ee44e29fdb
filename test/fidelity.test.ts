import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { expect, test } from "vitest";
import { behaviours } from "./fidelity/behaviours.ts";
import { comparedByService } from "./fidelity/compared.ts";
import { readVectors } from "./fidelity/evidence.ts";
import { evidenceKinds } from "./fidelity/evidence-kinds.ts";
import { fidelityPage } from "./fidelity/page.ts";
import { readRecorded } from "./fidelity/recorded.ts";
import { tablesOf } from "./fidelity/tables.ts";

const docs = path.join(projectFolder, "docs");
const stale = "stale: RECORD=1 npx vitest run test/fidelity.test.ts";
const compared = comparedByService();

/** Each generated page by its path below docs/. */
const pages = new Map<string, string>([
  ["fidelity.md", fidelityPage(compared)],
  ...compared.map((service): [string, string] => [`fidelity/${service.id}.md`, tablesOf(service)]),
]);

test.each([...pages])("docs/%s is up to date", (name, text) => {
  const page = path.join(docs, name);
  if (process.env["RECORD"] === "1") {
    mkdirSync(path.dirname(page), { recursive: true });
    writeFileSync(page, text);
  }
  expect(readFileSync(page, "utf8").replaceAll("\r\n", "\n"), stale).toBe(text);
});

test("docs/fidelity holds only generated pages", () => {
  const found = readdirSync(path.join(docs, "fidelity")).map((name) => `fidelity/${name}`);
  expect(found.filter((name) => !pages.has(name))).toEqual([]);
});

test("docs/fidelity.md takes five minutes to read", () => {
  const wordsMax = 1_300;
  expect(pages.get("fidelity.md")?.split(/\s+/).length).toBeLessThan(wordsMax);
});

test("every evidence is explained", () => {
  const used = new Set([...readVectors(), ...readRecorded()].map(({ evidence }) => evidence));
  expect([...used].filter((kind) => !Object.hasOwn(evidenceKinds, kind))).toEqual([]);
});

test("an official client calls every action in some test", () => {
  const never = compared.flatMap(({ actions }) =>
    actions.flatMap(({ command, name, clients }) => (clients.length === 0 ? [`${command} ${name}`] : [])),
  );
  expect(never, "these need a case in packages/local-aws/test/").toEqual([]);
});

test("every documented behaviour has the test that it names", () => {
  const missing = behaviours.filter(
    ({ test, title }) =>
      title === "" || !readFileSync(path.join(projectFolder, test), "utf8").includes(title),
  );
  expect(missing).toEqual([]);
});
