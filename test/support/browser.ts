import { existsSync } from "node:fs";
import path from "node:path";
import { type Browser, chromium } from "playwright-core";

/** Where Chromium, Chrome or Edge is installed, by system. */
const places: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ],
  win32: [process.env["PROGRAMFILES"], process.env["PROGRAMFILES(X86)"]].flatMap((folder) =>
    folder === undefined
      ? []
      : [
          path.join(folder, "Google", "Chrome", "Application", "chrome.exe"),
          path.join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
        ],
  ),
};

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The browser of this machine: TUTORIAL_CHROMIUM, else one that is installed; otherwise why there is none. */
export function findBrowser(): { file: string; why?: undefined } | { file?: undefined; why: string } {
  const onPath = (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .flatMap((folder) => names.map((name) => path.join(folder, name)));
  const given = process.env["TUTORIAL_CHROMIUM"];
  const candidates = [...(given ? [given] : []), ...(places[process.platform] ?? []), ...onPath];
  const file = candidates.find((candidate) => existsSync(candidate));
  return file === undefined
    ? { why: "no Chromium or Chrome on this machine (TUTORIAL_CHROMIUM names one)" }
    : { file };
}

/** Features that start processes for each new page, half a second of processor time in all, without any visible effect. */
const unseen = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup", "SpareRendererForSitePerProcess"];

/** Starts the browser without a window. As root it has no sandbox: it opens pages of this machine only. */
export async function openBrowser(file: string): Promise<Browser> {
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  // Without a graphics card, Chromium would imitate one, at twice the work of drawing itself.
  const args = [
    ...asRoot,
    "--disable-dev-shm-usage",
    "--disable-gpu",
    `--disable-features=${unseen.join(",")}`,
  ];
  return await chromium.launch({ executablePath: file, args });
}
