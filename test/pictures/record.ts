import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Problem } from "@long-running-api/foundation/problem";
import { waitUntil } from "@long-running-api/foundation/wait";
import { readNames } from "@long-running-api/kit/names";
import { embeddedTarget } from "@long-running-api/kit/targets/embedded";
import { hasEnded, type RunKind, type RunRecord } from "@long-running-api/page/run/record";
import { runSvg } from "@long-running-api/page/run/svg";
import { servePage } from "@long-running-api/page/server";
import type { DashboardSource } from "@long-running-api/page/source";
import { projectFolder } from "@long-running-api/test-support/project";
import { openSource } from "../../dashboard/source.ts";
import { findBrowser, openBrowser } from "../support/browser.ts";
import { openTestCloud, type TestCloud } from "../support/cloud.ts";
import { openClass } from "./class.ts";

const runSecondsMax = 90;
const pictures = path.join(projectFolder, "docs", "page");
const recording = path.join(projectFolder, "test", "pictures", "recorded.json");

/** Records a run of each kind, and makes the pictures of them. */
export async function recordRuns(): Promise<void> {
  const cloud = await openTestCloud({ minPollIntervalSeconds: 1 });
  const journal = { epoch: "pictures", since: cloud.cloud.journal, subscribe: cloud.cloud.onJournal };
  const names = readNames({ options: {}, env: {} });
  const target = embeddedTarget(cloud.cloud);
  const source = await openSource({ target, names, journal, env: { LOCAL_DATA: cloud.dataFolder } });
  try {
    await solve(cloud);
    const runs: RunRecord[] = [];
    for (const kind of ["sync", "poll", "backoff"] as const) runs.push(await record(source, kind));
    const poll = runs.find(({ kind }) => kind === "poll")?.requests[3];
    const request = await source.data["request"]?.(new URLSearchParams({ id: poll?.id ?? "" }));
    writeFileSync(recording, `${JSON.stringify({ runs, request }, undefined, 1)}\n`);
    writeFileSync(path.join(projectFolder, "docs", "run.svg"), runSvg(runs.slice(0, 2)));
    await takePictures(source, {
      run: "run",
      request: `request/${poll?.id}`,
      templates: "templates",
      tutorial: "tutorial",
      cloud: "cloud",
    });
  } finally {
    await source.close();
    await cloud.close();
  }
}

/** Takes the pictures of the class view. */
export async function takeClassPictures(): Promise<void> {
  const group = await openClass();
  try {
    await takePictures(group.source, { class: "class" });
  } finally {
    await group.close();
  }
}

/** The tutorial's steps, with their own times. */
async function solve(cloud: TestCloud): Promise<void> {
  for (const step of ["01-table", "02-lambda", "03-api", "04-workflow"]) {
    const runtime = step === "02-lambda" ? ["--runtime", "node"] : [];
    const { code, stderr } = await cloud.run([`steps/${step}`, "--yes", ...runtime]);
    if (code !== 0) throw new Problem(`The step ${step} failed.`, { seen: stderr });
    console.log(`${step} is done`);
  }
}

/** Starts a run and follows it to the end of all that it started. */
async function record(source: DashboardSource, kind: RunKind): Promise<RunRecord> {
  const known = new Map<string, RunRecord>();
  const ignore = () => {};
  const leave = source.watch(0, {
    entries: ignore,
    changed: ignore,
    restarted: ignore,
    runs: (runs) => {
      for (const run of runs) known.set(run.id, run);
    },
  });
  try {
    const started = await source.start(kind);
    if ("problem" in started) throw new Problem(started.problem);
    const run = await waitUntil(
      async () => {
        const now = known.get(started.runId);
        const work = now?.invocations.find(({ purpose }) => purpose === "work");
        return now && hasEnded(now) && work?.billedMs !== undefined ? now : undefined;
      },
      { secondsMax: runSecondsMax, everyMs: 500 },
    );
    if (!run) throw new Problem(`The run ${kind} has not ended within ${runSecondsMax} s.`);
    console.log(`${kind} is ${run.status}`);
    return run;
  } finally {
    leave();
  }
}

/** Each view in both themes, as small files with 256 colors, which is visually lossless. */
async function takePictures(
  source: DashboardSource,
  places: Readonly<Record<string, string>>,
): Promise<void> {
  const found = findBrowser();
  if (found.file === undefined) return console.log(`No pictures of the page: ${found.why}.`);
  const page = await servePage({ source: async () => source });
  const browser = await openBrowser(found.file);
  mkdirSync(pictures, { recursive: true });
  try {
    for (const colorScheme of ["light", "dark"] as const) {
      const tab = await browser.newPage({ viewport: { width: 1280, height: 860 }, colorScheme });
      for (const [view, place] of Object.entries(places)) {
        await tab.goto(`${page.url}/#/${place}`);
        await tab.waitForSelector("main h1");
        await tab.waitForTimeout(1_500);
        if (view === "class")
          await tab.getByText("stuck on the same check").waitFor({ timeout: runSecondsMax * 1_000 });
        if (view === "run") await tab.locator("[data-run=poll] a.mark").nth(3).click();
        if (view === "run") await tab.mouse.move(0, 0);
        await tab.waitForTimeout(500);
        await tab.screenshot({ path: path.join(pictures, `${view}-${colorScheme}.png`) });
        console.log(`docs/page/${view}-${colorScheme}.png`);
      }
      await tab.close();
    }
  } finally {
    await browser.close();
    await page.close();
  }
}
