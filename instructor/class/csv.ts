/** The rows of a CSV text (RFC 4180), without empty lines; undefined if a quoted field does not end. */
export function readCsv(text: string): string[][] | undefined {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|\r|$)/y;
  const rest = text.replace(/^\uFEFF/, "");
  while (field.lastIndex < rest.length) {
    const found = field.exec(rest);
    if (!found) return undefined;
    const [, quoted, plain = "", end] = found;
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === ",") {
      if (field.lastIndex === rest.length) row.push("");
      else continue;
    }
    if (row.some((each) => each.trim() !== "")) rows.push(row);
    row = [];
  }
  return rows;
}

/** A CSV text. Spreadsheets run a field that begins like a formula: such fields get an apostrophe. */
export function writeCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
