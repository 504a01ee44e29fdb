import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { projectFolder } from "@long-running-api/test-support/project";
import { expect, test } from "vitest";
import { cyclesOf } from "./support/cycles.ts";
import {
  importsOf,
  modulesImportedBy,
  packagesImportedBy,
  relativeImportsOf,
  type Source,
  scope,
  sources,
} from "./support/sources.ts";

const code = sources(".ts", ".tsx", ".mjs", ".cjs");
const documents = sources(".md", "llms.txt");
const isTest = (file: string) =>
  /^(test|bench)\/|\.test\.ts$|-bench\.ts$|^packages\/[^/]+\/(test\/|build\.ts$)/.test(file);
const product = code.filter(({ file }) => !isTest(file));

const contributing = readFileSync(path.join(projectFolder, "CONTRIBUTING.md"), "utf8").replaceAll(
  "\r\n",
  "\n",
);

/** What each part may import, besides itself, by CONTRIBUTING's table; names omit `packages/`. */
const mayImport = readParts(/^## Who may import whom$[\s\S]*?(?=^## )/m.exec(contributing)?.[0] ?? "");

function readParts(table: string): ReadonlyMap<string, readonly string[]> {
  const rows = [...table.matchAll(/^\| (`[^|]*) \| [^|]* \| ([^|]*) \|$/gm)];
  return new Map(
    rows.flatMap(([, parts = "", allowed = ""]) => {
      if (allowed === "anything") return []; // tests and benchmarks
      const names = [...parts.matchAll(/`(?:packages\/)?([^`/]+)\/?`/g)].map(([, part = ""]) => part);
      return names.map((name) => [name, allowed === "–" ? [] : allowed.split(", ")] as const);
    }),
  );
}

const partOf = (file: string) => /^(?:packages\/)?([^/]+)\//.exec(file)?.[1] ?? "";

test("CONTRIBUTING's table has a row for every part, and for nothing else", () => {
  const parts = new Set(product.map(({ file }) => partOf(file)).filter((part) => part !== ""));
  expect([...parts].filter((part) => !mayImport.has(part))).toEqual([]);
  const folders = ["", "packages"].map((folder) => path.join(projectFolder, folder));
  const isThere = (part: string) => folders.some((folder) => existsSync(path.join(folder, part)));
  expect([...mayImport.entries()].flat(2).filter((part) => !isThere(part))).toEqual([]);
});

test("a part imports only what CONTRIBUTING's table allows", () => {
  const found: string[] = [];
  for (const source of product) {
    const part = partOf(source.file);
    if (part === "") continue; // vitest.config.ts and the like
    const allowed = [part, ...(mayImport.get(part) ?? [])];
    for (const target of importsOf(source))
      if (!allowed.includes(partOf(target))) found.push(`${source.file} → ${target}`);
  }
  expect(found).toEqual([]);
});

test("CONTRIBUTING's table allows no import that nothing needs", () => {
  const used = new Set(
    product.flatMap((source) => {
      const resolved = [...source.text.matchAll(new RegExp(`resolve\\("${scope}([^/"]+)`, "g"))];
      const targets = [...importsOf(source).map(partOf), ...resolved.map(([, name = ""]) => name)];
      return targets.map((target) => `${partOf(source.file)} → ${target}`);
    }),
  );
  const allowed = [...mayImport].flatMap(([part, targets]) => targets.map((each) => `${part} → ${each}`));
  expect(allowed.filter((each) => !used.has(each))).toEqual([]);
});

const packageOf = (file: string) => /^packages\/([^/]+)\//.exec(file)?.[1];
const packages = new Set(code.flatMap(({ file }) => packageOf(file) ?? []));

test("no import goes past the wall of a package, tests' imports included", () => {
  const found: string[] = [];
  for (const source of code) {
    for (const target of relativeImportsOf(source)) {
      const owner = packageOf(target);
      if (owner !== packageOf(source.file)) found.push(`${source.file} → ${target}`);
    }
  }
  expect(found).toEqual([]);
});

test("a package names what it imports among its dependencies, and nothing else", () => {
  const wrong: string[] = [];
  for (const name of packages) {
    const manifest = JSON.parse(
      readFileSync(path.join(projectFolder, "packages", name, "package.json"), "utf8"),
    ) as Record<"dependencies" | "devDependencies", Record<string, string> | undefined>;
    const named = Object.keys(manifest.dependencies ?? {});
    const namedForTests = Object.keys(manifest.devDependencies ?? {}).filter(
      (each) => !each.startsWith("@types/"), // the compiler reads those
    );
    const own = code.filter(({ file }) => packageOf(file) === name);
    const itself = `${scope}${name}`;
    const usedBy = (sources: readonly Source[]) =>
      new Set(sources.flatMap(modulesImportedBy).filter((each) => each !== itself));
    const used = usedBy(own.filter(({ file }) => !isTest(file)));
    const usedByTests = usedBy(own.filter(({ file }) => isTest(file)));
    for (const each of used) if (!named.includes(each)) wrong.push(`${name} lacks ${each}`);
    for (const each of usedByTests)
      if (!named.includes(each) && !namedForTests.includes(each))
        wrong.push(`${name} lacks ${each} for tests`);
    const resolved = own.map(({ text }) => text).join("\n");
    for (const each of named)
      if (!used.has(each) && !resolved.includes(`resolve("${each}`))
        wrong.push(`${name} does not use ${each}`);
    for (const each of namedForTests)
      if (!usedByTests.has(each) || named.includes(each)) wrong.push(`${name}'s tests do not need ${each}`);
  }
  expect(wrong).toEqual([]);
});

test("nothing but tests imports the support of tests", () => {
  const found = product.filter(
    (source) =>
      packageOf(source.file) !== "test-support" && packagesImportedBy(source).includes("test-support"),
  );
  expect(found.map(({ file }) => file)).toEqual([]);
});

/** Circles that are right: the parts of a grammar contain each other. */
const allowedCycles: readonly RegExp[] = [/^packages\/api-gateway\/src\/templates\/parse-[a-z]+\.ts$/];

test("no files import each other in a circle, types included", () => {
  const cycles = cyclesOf(new Map(code.map((source) => [source.file, importsOf(source)])));
  const isOf = (cycle: readonly string[], files: RegExp) => cycle.every((file) => files.test(file));
  expect(cycles.filter((cycle) => !allowedCycles.some((files) => isOf(cycle, files)))).toEqual([]);
  const untied = allowedCycles.filter((files) => !cycles.some((cycle) => isOf(cycle, files)));
  expect(untied, "is no circle any more: take it off the list").toEqual([]);
});

/** The layers of `checks/`, and what each may import of the others. */
const checkLayers: Readonly<Record<string, readonly string[]>> = {
  engine: [],
  rules: ["engine"],
  read: ["engine", "rules"],
  cli: ["engine"],
};

test("the layers of the checks import in one direction", () => {
  const layerOf = (file: string) => /^checks\/([^/]+)\//.exec(file)?.[1] ?? "";
  const found: string[] = [];
  for (const source of product.filter(({ file }) => file.startsWith("checks/"))) {
    const layer = layerOf(source.file);
    if (layer === "") continue; // the whole list, and the command
    const command = /^checks\/\d\d-[^/]+\/index\.ts$/.test(source.file);
    const allowed = command ? ["cli", ""] : [layer, ...(checkLayers[layer] ?? ["engine", "read", "rules"])];
    for (const target of importsOf(source))
      if (target.startsWith("checks/") && !allowed.includes(layerOf(target)))
        found.push(`${source.file} → ${target}`);
  }
  expect(found).toEqual([]);
});

test("no service of the local AWS imports another", () => {
  const serviceOf = (file: string) => /^packages\/local-aws\/src\/(?!wire\/)([^/]+)\//.exec(file)?.[1];
  const found: string[] = [];
  for (const source of product) {
    const service = serviceOf(source.file);
    if (!service) continue;
    for (const target of importsOf(source)) {
      const other = serviceOf(target);
      if (other && other !== service) found.push(`${source.file} → ${target}`);
    }
  }
  expect(found).toEqual([]);
});

/** Lists that are written by hand: a file that is in none of them does nothing. */
const lists: readonly { index: string; files: RegExp }[] = [
  { index: "steps/index.ts", files: /^steps\/\d\d-[^/]+\/index\.ts$/ },
  { index: "checks/load.ts", files: /^checks\/\d\d-[^/]+\/checks\.ts$/ },
  // The text is printed while the checks run, the other forms at the end.
  { index: "checks/cli/reporters/index.ts", files: /^checks\/cli\/reporters\/(?!text\.ts$)[^/.]+\.ts$/ },
  { index: "instructor/index.ts", files: /^instructor\/commands\/[^/]+\.ts$/ },
  { index: "instructor/reset/survey.ts", files: /^instructor\/reset\/kinds\/[^/]+\.ts$/ },
  {
    index: "packages/local-conductor/src/tasks/index.ts",
    files: /^packages\/local-conductor\/src\/tasks\/[^/]+\.ts$/,
  },
  ...code
    .filter(({ file }) => /^packages\/local-aws\/src\/.*\/actions\/index\.ts$/.test(file))
    .map(({ file }) => ({
      index: file,
      files: new RegExp(`^${path.posix.dirname(file)}/[^/]+\\.ts$`),
    })),
];

test.each(lists)("$index lists every file of its kind", ({ index, files }) => {
  const kind = code.filter(({ file }) => files.test(file) && file !== index);
  // A file that another one of its kind imports is a helper.
  const imported = new Set(
    code.filter(({ file }) => file === index || files.test(file)).flatMap((source) => importsOf(source)),
  );
  expect(kind.length).toBeGreaterThan(0);
  const left = kind.map(({ file }) => file).filter((file) => !imported.has(file));
  expect(left, `not in ${index}: import them there, and add them to its list`).toEqual([]);
});

test("each task type runs on Conductor OSS too", () => {
  const types = code.flatMap(({ file }) => {
    const [, name] = /^packages\/local-conductor\/src\/tasks\/([^/]+)\.ts$/.exec(file) ?? [];
    return name === undefined || /^(index|task-type)$/.test(name)
      ? []
      : [name.replaceAll("-", "_").toUpperCase()];
  });
  const compared = code.filter(({ file }) => /^test\/conformance\/oss\/(?!known-differences)/.test(file));
  const absent = types.filter((type) => !compared.some(({ text }) => text.includes(`type: "${type}"`)));
  expect(types.length).toBeGreaterThan(0);
  expect(absent, "add them to test/conformance/oss/definitions.ts").toEqual([]);
});

/** Clients' commands that write, which checks use for a probe of their own. */
const probeWrites: Record<string, string> = {
  DeleteItemCommand: "deletes the item of the check's own probe request",
  InvokeCommand:
    "asks the function what it does with a probe id or with a finished event, or whether it may be called (DryRun)",
};

test("checks read", () => {
  const reads = /^(Get|List|Describe|Simulate|Scan|Query|BatchGet|Test)/;
  const found: string[] = [];
  for (const { file, text } of product.filter(({ file }) => file.startsWith("checks/"))) {
    for (const [, names = ""] of text.matchAll(/import (?:type )?\{([^}]*)\} from "@aws-sdk\/[^"]+"/g)) {
      for (const [name] of names.matchAll(/\b\w+Command\b/g))
        if (!reads.test(name) && !Object.hasOwn(probeWrites, name)) found.push(`${file}: ${name}`);
    }
    for (const [call] of text.matchAll(/\.(register|unregister|unregisterTask)\(/g))
      found.push(`${file}: ${call}`);
  }
  expect(found).toEqual([]);
});

const linesMax = 300;

/** Files that are longer for a reason. */
const longFiles: Record<string, string> = {
  "packages/page/src/browser/words.ts": "every word of the page, in one place",
};

test(`a file has one idea: at most ${linesMax} lines, unless there is a reason`, () => {
  const long = product.filter(({ text }) => text.split("\n").length - 1 > linesMax).map(({ file }) => file);
  expect(long.filter((file) => !Object.hasOwn(longFiles, file))).toEqual([]);
  expect(Object.keys(longFiles).filter((file) => !long.includes(file))).toEqual([]);
});

test("CONTRIBUTING names files that exist", () => {
  const paths = [...contributing.matchAll(/`((?:[\w.*-]+\/)+[\w.*-]*)`/g)].map(([, file = ""]) => file);
  // Up to the first placeholder, such as SERVICE, NN or *.
  const known = paths.map((file) => file.replace(/(?:[^/]*[A-Z*]{2,}[^/]*|[^/]*\*)(?:\/.*)?$/, ""));
  expect(known.length).toBeGreaterThan(0);
  expect(known.filter((file) => !existsSync(path.join(projectFolder, file)))).toEqual([]);
});

test("no document has a dead link", () => {
  const found: string[] = [];
  for (const source of documents) {
    for (const link of linksOf(source)) {
      if (!leadsSomewhere(source, link)) found.push(`${source.file}: ${link}`);
    }
  }
  expect(found).toEqual([]);
});

test("no check or message points to a document that is not there", () => {
  const found: string[] = [];
  for (const { file, text } of product) {
    for (const [link] of text.matchAll(/\bdocs\/[\w./-]+\.md(#[\w-]+)?/g))
      if (!leadsSomewhere({ file: "top", text: "" }, link)) found.push(`${file}: ${link}`);
  }
  expect(found).toEqual([]);
});

function linksOf({ text }: Source): string[] {
  const prose = text.replace(/^(```|~~~)[\s\S]*?^\1/gm, "").replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)].map(([, link = ""]) => link);
}

function leadsSomewhere({ file, text }: Source, link: string): boolean {
  if (/^[a-z][a-z+.-]*:/i.test(link)) return true; // another site
  const [target = "", anchor] = decodeURI(link).split("#");
  const name = target === "" ? file : path.posix.join(path.posix.dirname(file), target);
  if (target !== "" && !existsSync(path.join(projectFolder, name))) return false;
  if (anchor === undefined || !name.endsWith(".md")) return true;
  const read = target === "" ? text : readFileSync(path.join(projectFolder, name), "utf8");
  return anchorsOf(read).has(anchor);
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, id = ""] of text.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id);
  for (const [, heading = ""] of text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#{1,6} +(.+?) *#*$/gm)) {
    const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "");
    const slug = plain
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replaceAll(" ", "-");
    for (let count = 0; ; count += 1) {
      const anchor = count === 0 ? slug : `${slug}-${count}`;
      if (anchors.has(anchor)) continue;
      anchors.add(anchor);
      break;
    }
  }
  return anchors;
}

test("the lockfile names no registry", () => {
  const lockfile = readFileSync(path.join(projectFolder, "package-lock.json"), "utf8");
  expect(lockfile).not.toMatch(/"resolved": *"https?:/);
});

test("nothing names a folder of one machine", () => {
  const everything = [...code, ...documents, ...sources(".json", ".py", ".vtl", "/run")];
  const found: string[] = [];
  for (const { file, text } of everything) {
    for (const [seen] of text.matchAll(
      /(?<!\w)\/(?:work|farm)\/[a-z.]|\/roo{1}t\/|\/Users\/[a-z]|[A-Z]:\\\\Users/g,
    ))
      found.push(`${file}: ${seen}`);
  }
  expect(found).toEqual([]);
});
