import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { expect, test } from "vitest";
import { actionsInScope } from "./fidelity/actions.ts";
import { behaviours } from "./fidelity/behaviours.ts";
import { fidelityDocument } from "./fidelity/document.ts";
import { clientsOf } from "./fidelity/evidence.ts";

const page = path.join(projectFolder, "docs", "fidelity.md");

test("docs/fidelity.md says what the services, the vectors and the lists of differences say", () => {
  const text = fidelityDocument(actionsInScope());
  if (process.env["RECORD"] === "1") writeFileSync(page, text);
  expect(readFileSync(page, "utf8"), "stale: RECORD=1 npx vitest run test/fidelity.test.ts").toBe(text);
});

test("every action is called by an official client in some test", () => {
  const services = actionsInScope();
  const never = services.flatMap(({ command, actions }) =>
    actions.flatMap(({ name }) => (clientsOf(command, name).length === 0 ? [`${command} ${name}`] : [])),
  );
  expect(never).toEqual([]);
});

test("every behaviour that is claimed has the test that is named", () => {
  const missing = behaviours.filter(
    ({ test, title }) => !readFileSync(path.join(projectFolder, test), "utf8").includes(title),
  );
  expect(missing).toEqual([]);
});
