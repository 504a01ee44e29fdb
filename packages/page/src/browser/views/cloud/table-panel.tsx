import type { TableSeen } from "../../../documents.ts";
import { State } from "../../parts/state.tsx";
import { words } from "../../words.ts";

const text = words.cloud;

/** The table's rows; the key comes first. */
export function TablePanel({ table: { name, status, keys, rows, more } }: { table: TableSeen }) {
  const keyNames = keys.map((key) => key.name);
  const others = [...new Set(rows.flatMap((row) => Object.keys(row)))].filter(
    (column) => !keyNames.includes(column),
  );
  const columns = [...keyNames, ...others.sort()];
  return (
    <section class="panel" aria-label={text.panels.table}>
      <header>
        <h2>{name}</h2>
        <span class="dim">{text.services.table}</span>
        <State state={status === "ACTIVE" ? "pass" : "run-on"}>{status}</State>
        <span class="push cap num">{text.rows(rows.length, more)}</span>
      </header>
      {rows.length === 0 ? (
        <p class="pad dim">{text.noRows}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls needs the keyboard
        <section class="scroll rows" tabIndex={0} aria-label={text.rowsRegion}>
          <table class="data">
            <thead>
              <tr>
                {columns.map((column) => {
                  const role = keys.find((key) => key.name === column)?.role;
                  return (
                    <th key={column} scope="col">
                      {column}{" "}
                      {(role === "HASH" || role === "RANGE") && <span class="tag">{text.keys[role]}</span>}
                    </th>
                  );
                })}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={keyNames.map((key) => row[key]).join(" ")}>
                  {columns.map((column) => (
                    <td key={column} class="mono">
                      {row[column]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </section>
  );
}
