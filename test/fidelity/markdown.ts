/** Links to files of the project are relative to the folder of the page, such as docs/fidelity. */
export interface Markdown {
  file(name: string): string;
  table(heads: readonly string[], rows: readonly (readonly string[])[]): string;
}

export function markdownIn(folder: string): Markdown {
  const up = folder
    .split("/")
    .map(() => "..")
    .join("/");
  return { file: (name) => link(name.split("/").at(-1) ?? name, `${up}/${name}`), table };
}

export function link(text: string, target: string): string {
  return `[${text}](${target})`;
}

export function bullets(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join("\n");
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), `|${heads.map(() => "---").join("|")}|`, ...rows.map(line)].join("\n");
}

/** A bar would end the cell, and a tag would disappear. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
}
