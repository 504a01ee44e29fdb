import { createRequire } from "node:module";
import { Problem } from "@long-running-api/foundation/problem";
import type { Sqlite } from "./built-in.ts";

/** The native package, with the API of `node:sqlite`; npm installs it only where Node has no SQLite. */
export function nativeSqlite(): Sqlite {
  const require = createRequire(import.meta.url);
  let file: string;
  try {
    file = require.resolve("@long-running-api/sqlite-native");
  } catch {
    throw new Problem(
      "This Node has no SQLite, and the package that adds it is not installed.",
      { found: `Node ${process.versions.node}`, needed: "Node 22.16 or later" },
      "Install a current Node from https://nodejs.org, or run npm install with this one: it adds the package.",
    );
  }
  const sqlite: Sqlite = require(file);
  return sqlite;
}
