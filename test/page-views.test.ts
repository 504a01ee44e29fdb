import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import type { TemplatesDocument } from "@long-running-api/page/documents";
import { type PageServer, servePage } from "@long-running-api/page/server";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openSource } from "../dashboard/source.ts";
import type { Fault } from "../instructor/fault.ts";
import { faults } from "../instructor/faults/index.ts";
import { mend } from "../instructor/practice/mend.ts";
import { findBrowser, openBrowser } from "./support/browser.ts";
import { openPractice, type Practice } from "./support/solved.ts";

// The views Tutorial, Templates, Cloud and Class on one real cloud, in a browser.

const found = findBrowser();
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const setUpMsMax = 120_000;
/** Within two seconds on an idle machine. */
const appearsMsMax = 10_000;

let browser: Browser;
let practice: Practice;
let server: PageServer;
let anonymousServer: PageServer;
let page: Page;
const errors: string[] = [];

beforeEach(({ skip }) => skip(found.why !== undefined, found.why));
beforeAll(async () => {
  if (found.file === undefined) return;
  [browser, practice] = await Promise.all([openBrowser(found.file), openPractice()]);
  await practice.apply();
  const { target, names } = practice;
  server = await servePage({ source: () => openSource({ target, names }) });
  const installed = { target, names, anonymous: true, installedAs: "a-package" };
  anonymousServer = await servePage({ source: () => openSource(installed) });
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
}, setUpMsMax);
afterAll(async () => {
  await browser?.close();
  await server?.close();
  await anonymousServer?.close();
  await practice?.close();
});
beforeEach(() => void errors.splice(0));
afterEach(() => expect(errors).toEqual([]));

/** Shows a place; the page stays the same, as with a click. */
async function show(place: string, url = server.url): Promise<void> {
  await page.goto(`${url}/#/${place}`);
  await page.waitForSelector("main .panel");
}

function faultCalled(id: string): Fault {
  const fault = faults.find((each) => each.id === id);
  if (!fault) throw new Error(`No fault is called ${id}.`);
  return fault;
}

const lead = async () => (await page.locator("p.lead").textContent()) ?? "";
const leadBecomes = (pattern: RegExp, timeout = appearsMsMax) =>
  expect.poll(lead, { timeout }).toMatch(pattern);

test("a fault put in by another client appears by itself, its hints in stages, and so does the repair", async () => {
  await show("tutorial/03-api");
  await leadBecomes(/checks? pass/);
  const fault = faultCalled("body-is-text");
  await fault.inject(practice);
  const check = page.locator(".check.open#get-body");
  await check.waitFor({ timeout: appearsMsMax });
  expect(await lead()).toContain("One check fails, get-body: body is a string");
  expect(await check.locator("details").count()).toBe(1);
  for (const stage of [0, 1]) await check.locator("summary").nth(stage).click();
  await check.locator("summary").nth(2).click();
  expect(await check.locator(".diff.is").first().textContent()).toContain("#set($answer");

  await mend(fault, practice.work());
  await check.waitFor({ state: "detached", timeout: appearsMsMax });
});

test("what was changed and not deployed is in the first line of the cloud view, and beside its method", async () => {
  await show("cloud");
  await leadBecomes(/the deployment is up to date/);
  const fault = faultCalled("event-not-deployed");
  await fault.inject(practice);
  await leadBecomes(/One thing is not deployed: POST \/invoke-lambda, request template/);
  expect(await page.locator(".tree .st.unknown").textContent()).toBe("changed since");
  await mend(fault, practice.work());
  await leadBecomes(/the deployment is up to date/);
});

test("a click runs the checks that send a request", async () => {
  await show("tutorial/03-api");
  await page.locator("#post-is-asynchronous").waitFor();
  await page.getByRole("button", { name: "Check step 3" }).click();
  await leadBecomes(/^All 20 checks of this step pass\.$/, 40_000);
});

test("the tutorial's template, edited into each of its commonest mistakes, says what goes wrong", async () => {
  const answer = await page.request.get(`${server.url}/data/templates`);
  const { examples } = (await answer.json()) as TemplatesDocument;
  const mistakes = examples.filter(({ group }) => group === "mistake");
  expect(mistakes.length).toBe(10);
  for (const { method, phase, template, id } of mistakes) {
    await show(`templates/template/${method.toLowerCase()}-${phase}`);
    await leadBecomes(/follows as you type/);
    await page.locator(".editor textarea").fill(template);
    await expect.poll(lead, { message: id, timeout: appearsMsMax }).toMatch(/does not render|not JSON|but /);
    await page.getByRole("button", { name: "Start over" }).click();
  }
});

test("an error of a template has its line and column", async () => {
  await show("templates/template/get-response");
  await page.locator(".editor textarea").fill('{\n#if("$!a" != )\n#end');
  await page.waitForSelector("text=Line 2, column 14");
  expect(await page.locator(".editor .row.err").textContent()).toContain('#if("$!a" != )');
  await page.getByRole("button", { name: "Start over" }).click();
});

test("a condition runs on the answers of the last run, and ends when it is late", async () => {
  await show("templates/condition");
  await page.waitForSelector("text=The condition ends the polling at poll");
  const editor = page.locator(".editor textarea");
  await editor.fill("$.output.response.statusCode == 500");
  await page.waitForSelector("text=The condition never ends the polling");
  await editor.fill("while (true) {}");
  await page.waitForSelector("text=The condition did not end within 1 s.");
  await editor.fill("(function () {\n  return $.output == ;\n})()");
  await page.waitForSelector("text=SyntaxError: Unexpected token ';' (line 2, column 22)");
  expect(await page.locator(".editor .row.err").textContent()).toContain("return $.output == ;");
  await editor.fill("JSON.parse('{')");
  await page.waitForSelector("text=/SyntaxError: .*JSON/");
  await editor.fill("fetch('/data/cloud')");
  await page.waitForSelector("text=fails the task at poll 1");
  await page.getByRole("button", { name: "Start over" }).click();
  errors.splice(0); // the worker's policy has refused to load anything, and says so
});

test("data from requests is shown as text", async () => {
  const requestId = '<img src="x" onerror="document.title = 1">';
  await show("cloud");
  await new DynamoDBClient(practice.target.aws).send(
    new PutItemCommand({
      TableName: practice.names.table,
      Item: { requestId: { S: requestId }, status: { S: "PROCESSING" } },
    }),
  );
  await page.getByRole("cell", { name: requestId, exact: true }).waitFor({ timeout: appearsMsMax });
  expect(await page.locator("main img").count()).toBe(0);
});

test("the class shows each learner once they begin; anonymous, no name leaves the server", async () => {
  await show("cloud");
  await page.goto(`${server.url}/#/class`);
  await page.waitForSelector("text=Learners appear here");
  const { target } = practice;
  const { readNames } = await import("@long-running-api/kit/names");
  const { table } = await import("../steps/01-table/index.ts");
  await table.apply({
    ...practice.work(),
    target,
    names: readNames({ options: { learner: "zoe" }, env: {} }),
  });
  await page.getByRole("rowheader", { name: "zoe" }).waitFor({ timeout: appearsMsMax });
  await page.getByRole("button", { name: "Anonymous" }).click();
  await page.getByRole("rowheader", { name: "Learner 1" }).waitFor();
  expect(await page.locator("main").textContent()).not.toContain("zoe");
  const sent = async () => (await page.request.get(`${anonymousServer.url}/data/class`)).text();
  await expect.poll(sent, { timeout: appearsMsMax }).toContain('"first"');
  expect(await sent()).not.toContain("zoe");
});

test("in an installed package, each command is that package's", async () => {
  for (const place of ["run", "request", "tutorial/03-api", "templates/condition", "cloud", "class"]) {
    await page.goto(`${anonymousServer.url}/#/${place}`);
    const text = () => page.locator("main").textContent();
    await expect.poll(text, { message: place, timeout: appearsMsMax }).not.toMatch(/^$|Loading…/);
    expect(await text(), place).not.toMatch(/npx tsx|npm start/);
  }
  await show("tutorial/03-api", anonymousServer.url);
  await page.getByText("npx a-package check 03-api").first().waitFor();
});

const places = ["tutorial/03-api", "templates", "templates/condition", "cloud", "class"];

test.each(places)("with real data, %s has no violation that axe knows, and fits 360 px", async (place) => {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 800 });
    await show(place);
    const seen = (await page.evaluate(
      `${axe}; axe.run().then(({ violations }) => [violations.map(({ id, nodes }) => id + ": " + nodes[0].html), document.documentElement.scrollWidth])`,
    )) as [string[], number];
    expect(seen).toEqual([[], 360]);
  }
});
