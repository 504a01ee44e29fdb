import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { checks } from "../all.ts";
import { explain } from "./explain.ts";

const pitfalls = readFileSync(new URL("../../docs/pitfalls.md", import.meta.url), "utf8").replaceAll(
  "\r\n",
  "\n",
);

test.each(checks.map(({ id }) => id))("%s has its section in docs/pitfalls.md", (id) => {
  const heading = `<a id="${id.replace("/", "-")}"></a>\n\n### ${id}\n`;
  expect(pitfalls.includes(heading), `docs/pitfalls.md needs the section\n\n${heading}`).toBe(true);
  const [title, , ...lines] = explain(id);
  expect(title).toBe(id);
  expect(lines.join(" ").length, "characters: it says what goes wrong, and why").toBeGreaterThan(60);
});

test("a pitfall that a section refers to is printed with it, without Markdown's links", () => {
  const text = explain("03-api/get-body").join("\n");
  expect(text).toContain("See “Status body is text” below.");
  expect(text).toContain("JSON *string*");
  expect(text).not.toMatch(/\]\(/);
});

test("an unknown id names the closest", () => {
  expect(() => explain("03-api/get-bodi")).toThrow(
    expect.objectContaining({ seen: { closest: "03-api/get-body" } }),
  );
});

test("the part after the step is enough, unless several steps have such a check", () => {
  expect(explain("get-body")).toEqual(explain("03-api/get-body"));
  expect(() => explain("exists")).toThrow("More than one check is called exists.");
});
