import path from "node:path";
import { makeFolder } from "@long-running-api/foundation/make-folder";
import { Problem } from "@long-running-api/foundation/problem";
import { type DatabaseSync, isDamaged, openSqlite } from "@long-running-api/sqlite";
import { writing } from "./storage-failure.ts";

/** A named set of documents, held in memory and written through to disk before `put` returns. */
export interface Collection<T> {
  get(key: string): Readonly<T> | undefined;
  put(key: string, value: T): void;
  delete(key: string): boolean;
  /** Documents in the order of their first put. */
  list(): Readonly<T>[];
  keys(): string[];
}

/** A document as it is stored: its value is JSON text. */
export interface StoredDocument {
  readonly collection: string;
  readonly key: string;
  readonly value: string;
}

/** The durable documents of the embedded cloud's services. */
export interface Store {
  collection<T>(name: string): Collection<T>;
  /** Every document, in the order of their first put. */
  documents(): readonly StoredDocument[];
  /** Makes all puts and deletes inside atomic. */
  transaction<R>(body: () => R): R;
  close(): void;
}

const storeVersion = 1;

/**
 * Opens the store in `file`, or in memory for ":memory:", and puts `documents` into it. WAL with synchronous NORMAL: a killed process loses
 * nothing that was acknowledged; a power cut may lose the last moments.
 */
export function openStore(file: string, documents: readonly StoredDocument[] = []): Store {
  const database = open(file);
  const write = database.prepare(
    "INSERT INTO documents (collection, key, value) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
  );
  const remove = database.prepare("DELETE FROM documents WHERE collection = ? AND key = ?");
  const read = database.prepare("SELECT key, value FROM documents WHERE collection = ? ORDER BY rowid");
  let undo: (() => void)[] | undefined;

  database.exec("BEGIN");
  for (const { collection, key, value } of documents) write.run(collection, key, value);
  database.exec("COMMIT");

  return {
    collection<T>(name: string): Collection<T> {
      const rows = read.all(name) as { key: string; value: string }[];
      const documents = new Map(rows.map(({ key, value }) => [key, JSON.parse(value) as T]));
      return {
        get: (key) => documents.get(key),
        put(key, value) {
          writing(file, () => write.run(name, key, JSON.stringify(value)));
          remember(documents, key);
          documents.set(key, value);
        },
        delete(key) {
          writing(file, () => remove.run(name, key));
          remember(documents, key);
          return documents.delete(key);
        },
        list: () => [...documents.values()],
        keys: () => [...documents.keys()],
      };
    },
    documents: () =>
      database
        .prepare("SELECT collection, key, value FROM documents ORDER BY rowid")
        .all() as unknown as StoredDocument[],
    transaction(body) {
      if (undo) return body();
      undo = [];
      database.exec("BEGIN");
      try {
        const result = body();
        writing(file, () => database.exec("COMMIT"));
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec("ROLLBACK"); // a full disk has already rolled it back
        for (const restore of undo.reverse()) restore();
        throw error;
      } finally {
        undo = undefined;
      }
    },
    close() {
      if (file !== ":memory:") checkIn(database);
      database.close();
    },
  };

  /** Saves the values in memory before a change, to restore them on rollback. */
  function remember<T>(documents: Map<string, T>, key: string): void {
    const before = documents.get(key);
    undo?.push(() => (before === undefined ? documents.delete(key) : documents.set(key, before)));
  }
}

/**
 * Checkpoints the -wal file into the database file. Closing alone does not: the library keeps the connection
 * until the last prepared statement is collected.
 */
function checkIn(database: DatabaseSync): void {
  try {
    database.exec("PRAGMA journal_mode = DELETE");
  } catch {
    // No space, or another process is reading: the -wal file is read next time.
  }
}

function open(file: string): DatabaseSync {
  try {
    if (file !== ":memory:") makeFolder(path.dirname(file));
    const database = openSqlite(file);
    database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000");
    requireVersion(database, file);
    database.exec(
      "CREATE TABLE IF NOT EXISTS documents (collection TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL, UNIQUE (collection, key))",
    );
    return database;
  } catch (error) {
    if (error instanceof Problem) throw error;
    const seen = error instanceof Error ? error.message : String(error);
    if (isDamaged(error)) throw damaged(file, seen);
    throw new Problem(
      "The data of the local cloud cannot be opened.",
      { "looked at": file, seen },
      "Make the folder writable, name another one with --data DIR, or use --memory to keep nothing.",
    );
  }
}

function damaged(file: string, seen: string): Problem {
  return new Problem(
    "The data of the local cloud is damaged.",
    { "looked at": file, seen },
    `Move the file away and start again; what it held is lost: mv ${file} ${file}.damaged`,
  );
}

function requireVersion(database: DatabaseSync, file: string): void {
  const row = database.prepare("PRAGMA user_version").get() as { user_version: number };
  if (row.user_version > storeVersion) {
    throw new Problem(
      "The data of the local cloud was written by a newer version of this project.",
      { "looked at": file, "its version": String(row.user_version), "known here": String(storeVersion) },
      "Update the project, or name another folder with --data DIR.",
    );
  }
  database.exec(`PRAGMA user_version = ${storeVersion}`);
}
