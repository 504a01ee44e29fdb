import { ConductorRefusal } from "@long-running-api/conductor/api";

/** The fields of a line besides its event: never an input, an output, a header or a query. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export interface LogSettings {
  /** The format: JSON lines or plain text. */
  format: "json" | "text";
  write(line: string): void;
  now(): Date;
}

/** Writes one line for each event. */
export function createLog({ format, write, now }: LogSettings): Log {
  const at =
    (level: string) =>
    (event: string, fields: LogFields = {}) => {
      const time = now().toISOString();
      write(
        format === "json"
          ? JSON.stringify({ time, level, event, ...fields })
          : [time.slice(11, 19), level === "info" ? "" : `${level}:`, event, ...pairs(fields)]
              .filter((part) => part !== "")
              .join(" "),
      );
    };
  return { info: at("info"), warn: at("warn"), error: at("error") };
}

function pairs(fields: LogFields): string[] {
  return Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${value}`]));
}

/** An error of a request in one line: the request, and the server's or the network's error. */
export function describeError(error: unknown): string {
  if (error instanceof ConductorRefusal) return `${error.request}: HTTP ${error.status}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
