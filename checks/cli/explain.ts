import { readFileSync } from "node:fs";
import { Problem } from "@long-running-api/foundation/problem";
import { nearestCheck } from "../engine/nearest-check.ts";

const file = "docs/pitfalls.md";

/** The text in docs/pitfalls.md on a check (by its full name, or the part after the step) or on a pitfall (by its heading's anchor). */
export function explain(id: string): string[] {
  const sections = readSections();
  const short = sections.filter(({ title }) => title.endsWith(`/${id}`));
  if (short.length > 1) throw ambiguous(id, short);
  const found = sections.find(({ title, anchor }) => title === id || anchor === id) ?? short[0];
  if (found) {
    const links = [...found.text.matchAll(/\]\(#([\w-]+)\)/g)].map(([, anchor = ""]) => anchor);
    const also = sections.filter(({ anchor }) => links.includes(anchor));
    return [found, ...also].flatMap(({ title, text }, index) => [
      ...(index > 0 ? [""] : []),
      title,
      "",
      ...plain(text, index === 0 ? () => "below" : (anchor) => `(--explain ${anchor})`),
    ]);
  }
  const known = sections.map(({ title }) => title).filter((title) => title.includes("/"));
  const closest = nearestCheck(id, known);
  throw new Problem(
    `There is no check "${id}".`,
    closest === undefined ? { "looked at": file } : { closest },
    "npx tsx checks lists the checks.",
  );
}

function ambiguous(id: string, sections: readonly Section[]): Problem {
  const titles = sections.map(({ title }) => title);
  return new Problem(
    `More than one check is called ${id}.`,
    { known: titles.join(", ") },
    `npx tsx checks --explain ${titles[0] ?? ""}`,
  );
}

interface Section {
  title: string;
  anchor: string;
  text: string;
}

/** Third-level headings with their text. */
function readSections(): Section[] {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8").replaceAll("\r\n", "\n");
  return text
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const end = section.indexOf("\n");
      const title = section.slice(0, end);
      const body = section.slice(end).replace(/^(## |<a id=).*$[\s\S]*/m, "");
      return { title, anchor: anchorOf(title), text: body.trim() };
    });
}

function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replaceAll(" ", "-");
}

/** Markdown with its links as plain text; one to another section is its title in quotes, and where that is. */
function plain(text: string, whereIs: (anchor: string) => string): string[] {
  return text
    .replace(
      /\[([^\]]*)\]\(#([\w-]+)\)/g,
      (_link, title: string, anchor: string) => `“${title}” ${whereIs(anchor)}`,
    )
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .split("\n");
}
