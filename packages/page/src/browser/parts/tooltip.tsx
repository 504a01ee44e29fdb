import { shortened } from "@long-running-api/foundation/text";
import { p } from "./lane.tsx";

const lineHeight = 17;
const characterWidth = 7.4;
const charactersMax = 45;
const padding = 8;

/** A note beside a position in a picture; drawn in SVG, which needs no inline style to stand where it should. */
export function Tooltip({ x, lines }: { x: number; lines: readonly string[] }) {
  const shown = lines.map((line) => shortened(line, charactersMax));
  const width = Math.max(...shown.map(({ length }) => length)) * characterWidth + 2 * padding;
  const height = shown.length * lineHeight + padding;
  const left = x > 55 ? -width - 16 : 16;
  return (
    <svg class="tip" x={p(x)} y="22" overflow="visible" aria-hidden="true">
      <rect x={left} y="0" width={width} height={height} rx="4" />
      {shown.map((line, index) => (
        <text key={line} x={left + padding} y={(index + 1) * lineHeight - 2}>
          {line}
        </text>
      ))}
    </svg>
  );
}
