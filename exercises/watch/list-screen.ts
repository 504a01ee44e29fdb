import { type Display, progressLine } from "./screen.ts";

export interface ListScreen {
  rows: readonly { id: string; title: string; solved: boolean }[];
  /** The row with the cursor. */
  selected: number;
  /** The exercise that is worked on. */
  current: number;
}

const idColumns = 16;

/** All exercises, one a line. */
export function listLines({ rows, selected, current }: ListScreen, display: Display): string[] {
  const { colors, columns } = display;
  const solved = rows.filter((row) => row.solved).length;
  return [
    progressLine(solved, rows.length, display),
    "",
    ...rows.map((row, index) => {
      const cursor = index === selected ? ">" : " ";
      const mark = row.solved ? colors.green("✔") : index === current ? colors.yellow("•") : " ";
      const title = row.title.slice(0, Math.max(0, columns - idColumns - 6));
      const text = `${row.id.padEnd(idColumns)} ${title}`;
      return `${cursor} ${mark} ${index === selected ? colors.bold(text) : text}`;
    }),
    "",
    colors.dim("up and down, or j and k   Enter go there   l back   q quit"),
  ];
}
