import { readFileSync } from "node:fs";
import path from "node:path";
import { readNames } from "@long-running-api/kit/names";
import { embeddedTarget } from "@long-running-api/kit/targets/embedded";
import type { ClassDocument, CloudDocument, TutorialDocument } from "@long-running-api/page/documents";
import type { RunRecord } from "@long-running-api/page/run/record";
import { type PageServer, servePage } from "@long-running-api/page/server";
import type { DashboardSource, Entry, SourceEvents } from "@long-running-api/page/source";
import { projectFolder } from "@long-running-api/test-support/project";
import axe from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { openSource } from "../dashboard/source.ts";
import { removeRuns } from "../steps/05-run/remove.ts";
import { findBrowser, openBrowser } from "./support/browser.ts";
import { openTestCloud } from "./support/cloud.ts";

const found = findBrowser();
const recorded = JSON.parse(
  readFileSync(path.join(projectFolder, "test", "pictures", "recorded.json"), "utf8"),
) as { runs: RunRecord[]; request: { id: string; path: string } };

let browser: Browser;
let server: PageServer | undefined;
const pages: Page[] = [];
const watchers = new Set<SourceEvents>();

beforeEach(({ skip }) => skip(found.why !== undefined, found.why));
beforeAll(async () => {
  if (found.file !== undefined) browser = await openBrowser(found.file);
});
afterAll(() => browser?.close());
afterEach(async () => {
  for (const page of pages.splice(0)) await page.context().close();
  await server?.close();
  server = undefined;
  watchers.clear();
});

/** A source with the recorded runs; what a test reports goes to every page. */
function source(over: Partial<DashboardSource> = {}, entries: readonly Entry[] = []): DashboardSource {
  return {
    about: {
      target: "local",
      title: "a recording",
      address: "127.0.0.1:4566",
      starts: ["poll"],
      options: "",
      journal: true,
      sends: true,
    },
    epoch: "1",
    watch(since, events) {
      watchers.add(events);
      events.entries(entries.filter(({ number }) => number > since));
      events.runs(recorded.runs);
      return () => watchers.delete(events);
    },
    data: {
      request: async (query) => (query.get("id") === recorded.request.id ? recorded.request : undefined),
    },
    start: async () => ({ problem: "There is no workflow definition.", next: "npx tsx steps/04-workflow" }),
    actions: {},
    close: async () => {},
    ...over,
  };
}

/** Opens a place in a browser of its own. */
async function open(place: string, options: BrowserContextOptions = {}): Promise<Page> {
  const page = await openEmpty(options);
  await show(page, place);
  return page;
}

/** An empty page; any error in its console fails the test, which a refused inline style would be. */
async function openEmpty(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  pages.push(page);
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" && !/net::ERR_|404 \(Not Found\)/.test(message.text()))
      errors.push(message.text());
  });
  return page;
}

let loads = 0;

/** Loads the page at a place: one page for many places spares a process for each. */
async function show(page: Page, place: string): Promise<void> {
  await page.goto(`${server?.url}/?${++loads}#/${place}`); // a new query, or it would only go to the place
  await page.waitForSelector("main h1");
}

const errors: string[] = [];
beforeEach(() => void errors.splice(0));
afterEach(() => expect(errors).toEqual([]));

const views = ["run", `request/${recorded.request.id}`, "templates", "tutorial", "cloud", "class"];

test.each(views)(
  "%s has no violation that axe knows, in both themes, and never scrolls sideways at 360 px",
  async (place) => {
    server = await servePage({ source: async () => source() });
    const page = await openEmpty({ viewport: { width: 360, height: 800 }, bypassCSP: true });
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await show(page, place);
      await page.waitForTimeout(300);
      await page.addScriptTag({ content: axe.source });
      const { violations } = await page.evaluate(() =>
        (globalThis as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } }).axe.run(),
      );
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual(
        [],
      );
      const [wide, shown] = (await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")) as [
        number,
        number,
      ];
      expect(wide).toBeLessThanOrEqual(shown);
    }
  },
);

interface AxeViolation {
  id: string;
  nodes: { html: string }[];
}

test("three runs share one clock; the figures are those of the record", async () => {
  server = await servePage({ source: async () => source() });
  const page = await open("run");
  await page.waitForSelector("[data-run=backoff] .fig");
  expect(
    await page.locator("[data-run]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-run"))),
  ).toEqual(["sync", "poll", "backoff"]);
  const [held, requests] = await page.locator("[data-run=sync] .fig").allInnerTexts();
  expect(Number.parseFloat(held ?? "")).toBeGreaterThan(26);
  expect(requests).toBe("1");
  await expectText(
    page,
    ".lead",
    /Sync holds a connection for 2\d\.\d s and loses the result; polling holds one for \d\.\d s/,
  );
});

async function expectText(page: Page, selector: string, text: RegExp | string): Promise<void> {
  await page.locator(selector).filter({ hasText: text }).first().waitFor({ timeout: 5_000 });
}

test("the keyboard goes from request to request and from run to run, and the address keeps what was chosen", async () => {
  server = await servePage({ source: async () => source() });
  const page = await open("run");
  const focused = () => page.evaluate("document.activeElement?.getAttribute('aria-label') ?? ''");
  await page.locator("[data-run=poll] a.mark").first().focus();
  await page.keyboard.press("ArrowRight");
  expect(await focused()).toMatch(/^Poll 1, GET /);
  await page.keyboard.press("End");
  expect(await focused()).toMatch(/^Poll \d, GET .*: 200, at 3\d\.\d s, held/);
  await page.keyboard.press("ArrowUp");
  expect(await focused()).toMatch(/^Invocation, POST .*read timed out/);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  expect(page.url()).toContain("request=");
  await page.waitForSelector("section[aria-label='Selected request']");
  const again = await open(new URL(page.url()).hash.slice(2));
  await again.waitForSelector("section[aria-label='Selected request']");
  await page.keyboard.press("Escape");
  await page.waitForSelector("section[aria-label='Selected request']", { state: "detached" });
});

test("one tab stop a run", async () => {
  server = await servePage({ source: async () => source() });
  const page = await open("run");
  await page.waitForSelector("[data-run=backoff] a.mark");
  for (const kind of ["sync", "poll", "backoff"])
    expect(await page.locator(`[data-run=${kind}] a.mark[tabindex="0"]`).count()).toBe(1);
});

test("a request leads through the boxes, with the template beside what it rendered and why", async () => {
  server = await servePage({ source: async () => source() });
  const page = await open(`request/${recorded.request.id}`);
  await page.waitForSelector(".boxes");
  expect(await page.locator(".boxes h3").allInnerTexts()).toEqual([
    "Conductor",
    expect.stringContaining("Method request"),
    expect.stringContaining("Integration request"),
    expect.stringContaining("Integration"),
    expect.stringContaining("Integration response"),
    expect.stringContaining("Method response"),
  ]);
  for (const why of [
    "Why this response?",
    "Why this template?",
    "Why let in?",
    "Why allowed?",
    "Why may the function call dynamodb:GetItem?",
  ])
    await expectText(page, ".why", why);
  await expectText(page, ".why", /Statement apigateway-\w+-get of the function’s policy/);
  await expectText(page, "#ires .does", "not taken: line 2 was true");
  await page.locator(".box.integ").click();
  expect(page.url()).toContain("box=integ");
});

/** Four steps, a run and two commands. */
const realMsMax = 240_000;
const hostile = `<img src=x onerror="document.title='owned'">`;

/** Hostile text wherever a document may contain it: items, names, log lines, observations. */
const hostileDocuments: DashboardSource["data"] = {
  cloud: async (): Promise<CloudDocument> => ({
    region: hostile,
    names: { table: hostile, function: hostile, api: hostile, role: hostile, workflow: hostile },
    table: {
      name: hostile,
      status: hostile,
      keys: [{ name: hostile, role: "HASH", type: "S" }],
      rows: [{ [hostile]: hostile }],
      more: false,
    },
    function: {
      name: hostile,
      state: hostile,
      runtime: hostile,
      timeoutSeconds: 1,
      role: hostile,
      environment: { [hostile]: hostile },
      log: [{ time: 0, message: hostile }],
    },
    execution: { workflow: hostile, workflowId: hostile, status: hostile, polls: 1, record: { hostile } },
  }),
  class: async (): Promise<ClassDocument> => ({
    anonymous: false,
    checking: false,
    found: 1,
    steps: [{ id: "01-table", title: hostile }],
    learners: [
      {
        name: hostile,
        steps: [{ state: "failed", passed: 0, total: 1 }],
        done: false,
        first: { check: hostile, observed: hostile, since: 0 },
      },
    ],
  }),
  tutorial: async (): Promise<TutorialDocument> => ({
    checking: false,
    steps: [
      {
        id: "01-table",
        title: hostile,
        about: [hostile],
        commands: [hostile],
        section: hostile,
        checks: [
          {
            id: `01-table/${hostile}`,
            claim: hostile,
            acts: false,
            status: "fail",
            observed: hostile,
            expected: hostile,
            hint: hostile,
            remarks: [hostile],
            stale: false,
          },
        ],
      },
    ],
  }),
};

test("a hostile requestId is text wherever it appears", async () => {
  const runs = recorded.runs.map((run) => ({
    ...run,
    requestId: hostile,
    requests: run.requests.map((each) => ({ ...each, path: `/${hostile}`, state: hostile })),
    reason: hostile,
  }));
  const request = JSON.parse(
    JSON.stringify(recorded.request).replaceAll(
      recorded.request.path.slice(1),
      JSON.stringify(hostile).slice(1, -1),
    ),
  );
  server = await servePage({
    source: async () =>
      source({
        data: { request: async () => request, ...hostileDocuments },
        watch: (_, events) => {
          events.runs(runs);
          events.entries([
            {
              number: 1,
              time: 0,
              kind: "execute",
              requestId: hostile,
              method: hostile,
              path: hostile,
              status: 403,
              stage: hostile,
            },
          ]);
          return () => {};
        },
      }),
  });
  const page = await openEmpty();
  for (const place of [
    "run",
    `run?request=${runs[1]?.requests[1]?.id}`,
    `request/${recorded.request.id}`,
    "request",
    "cloud",
    "class",
    "tutorial",
  ]) {
    await show(page, place);
    await page.waitForTimeout(400);
    expect(await page.locator("main img").count()).toBe(0);
    expect(await page.title()).not.toBe("owned");
    await expectText(page, "main", "onerror");
  }
});

test("the page stays when its server is gone, says so, and continues when there is one again", async () => {
  server = await servePage({ source: async () => source() });
  const port = Number(new URL(server.url).port);
  const page = await open("run");
  await page.waitForSelector("[data-run=poll]");
  await server.close();
  await expectText(page, ".live", /not answering.*What you see is from .*Trying again in [1248] s/s);
  expect(await page.locator("[data-run=poll]").count()).toBe(1);
  const [first] = recorded.runs;
  server = await servePage({
    ports: [port],
    source: async () =>
      source({
        epoch: "2",
        watch: (_, events) => {
          events.runs(
            first ? [{ ...first, id: "new", requestId: "after", startedAt: Date.now() - 60_000 }] : [],
          );
          return () => {};
        },
      }),
  });
  await page.getByRole("button", { name: "Try now" }).click();
  await expectText(page, ".where", "Live");
  expect(await page.locator(".panel.lost").count()).toBe(0);
});

test("10,000 journal entries, and then a thousand a second, leave the page quick", async () => {
  const entry = (number: number): Entry => ({
    number,
    time: Date.now(),
    kind: "execute",
    requestId: `r${number}`,
    method: "GET",
    path: `/${number}`,
    status: number % 50 === 0 ? 403 : 200,
    stage: "test",
    apiId: "a",
  });
  const entries = Array.from({ length: 10_000 }, (_, index) => entry(index + 1));
  server = await servePage({ source: async () => source({}, entries) });
  const page = await open(`request/${recorded.request.id}`);
  await expectText(page, ".list", /403/);
  let number = entries.length;
  const timer = setInterval(() => {
    const news = Array.from({ length: 50 }, () => entry(++number));
    for (const watcher of watchers) watcher.entries(news);
  }, 50);
  try {
    // The longest time for which the page did not come to draw, while 3,000 arrive.
    const worst = await page.evaluate(`new Promise((resolve) => {
      const end = performance.now() + 3000; let last = performance.now(), worst = 0;
      const frame = (now) => { worst = Math.max(worst, now - last); last = now; now < end ? requestAnimationFrame(frame) : resolve(worst); };
      requestAnimationFrame(frame);
    })`);
    expect(worst).toBeLessThan(1_000);
  } finally {
    clearInterval(timer);
  }
});

test("from a warm server, the first paint takes less than 500 ms", async () => {
  server = await servePage({ source: async () => source() });
  const page = await open("run");
  const paints: number[] = [];
  // The machine may be busy with other tests: the quickest of some is the page's own.
  while (Math.min(...paints) >= 500 && paints.length < 8) {
    await page.reload();
    await page.waitForSelector("[data-run]");
    paints.push(
      Number(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0]?.startTime")),
    );
  }
  expect(Math.min(...paints)).toBeLessThan(500);
});

test("the picture is saved as an SVG of its own", async () => {
  server = await servePage({ source: async () => source() });
  const page = await open("run");
  const saved = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export SVG" }).click();
  const text = readFileSync(await (await saved).path(), "utf8");
  expect(text).toMatch(/^<svg xmlns=/);
  expect(text.match(/class="h"/g)?.length).toBeGreaterThan(2);
});

test("what prevents a run is reported, with the command that helps", async () => {
  server = await servePage({ source: async () => source() });
  const page = await open("run");
  await page.locator(".menu summary").click();
  await page.getByRole("button", { name: /^Poll/ }).click();
  await expectText(page, "[role=alert]", "There is no workflow definition.");
  await expectText(page, "[role=alert] code", "npx tsx steps/04-workflow");
});

test(
  "on a real cloud: a question first, then a run that starts here, draws itself, and leads to its requests",
  async () => {
    const cloud = await openTestCloud();
    const names = readNames({ options: {}, env: {} });
    const journal = { epoch: "1", since: cloud.cloud.journal, subscribe: cloud.cloud.onJournal };
    const target = embeddedTarget(cloud.cloud);
    const real = await openSource({ target, names, journal });
    try {
      for (const step of ["01-table", "02-lambda", "03-api", "04-workflow"]) {
        const quick = step === "02-lambda" ? ["--runtime", "node", "--processing-seconds", "1"] : [];
        expect((await cloud.run([`steps/${step}`, ...quick])).code).toBe(0);
      }
      server = await servePage({ source: async () => real });
      const page = await open("run");
      await expectText(page, "main", "No run yet");
      await page.locator(".menu summary").click();
      await page.getByRole("button", { name: /^Poll/ }).click();
      await expectText(page, ".ask legend", /For how long is a connection open/);
      await page.getByLabel("less than 1 s").check();
      await page.getByRole("button", { name: "Draw the run" }).click();
      await page.locator("[data-run=poll] .st.pass").waitFor({ timeout: 40_000 });
      await expectText(page, "[data-run=poll] .figsub", "you said: less than 1 s");
      await page.locator("[data-run=poll] a.mark").nth(1).click();
      await page.getByRole("link", { name: "Open request" }).click();
      await expectText(page, ".boxes .mreq", "Path matched /{requestId}");
      await expectText(
        page,
        ".why",
        /Why may the function call dynamodb:GetItem\? Statement 1 of the policy status-table-access of the role lr-/,
      );
      // Another client's call appears by itself.
      const api = cloud.cloud.journal(0).find(({ kind }) => kind === "execute")?.["apiId"];
      await fetch(`${cloud.cloud.aws}/_aws/execute-api/${api}/nowhere/12345`);
      await expectText(page, ".list a", /403.*\/nowhere\/12345/s);

      // What the page starts, the step's --undo removes.
      expect(await real.start("callback")).toEqual({
        problem: "There is no workflow definition LongRunningAPIWorkflow_callback.",
        next: "npx tsx steps/06-callback",
      });
      expect(await real.start("backoff")).toHaveProperty("runId");
      const conductor = await target.conductor();
      expect((await conductor.executions("")).length).toBe(2);
      await removeRuns({ target, names });
      expect(await conductor.executions("")).toEqual([]);

      const command = cloud.start(["dashboard", "--json"]);
      await command.until("}");
      const ready = JSON.parse(command.said().stdout) as { dashboard: string; target: string };
      expect(ready.target).toBe("local");
      expect((await fetch(ready.dashboard)).status).toBe(200);
      command.child.kill("SIGTERM");
      expect((await command.ended).code).toBe(process.platform === "win32" ? null : 0);
    } finally {
      await real.close();
      await cloud.close();
    }
  },
  realMsMax,
);
