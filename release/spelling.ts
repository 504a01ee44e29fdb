import { spelledAs } from "@long-running-api/foundation/installed-spelling";
import { packageName } from "@long-running-api/kit/project-folder";

/** Spells the commands in all that is printed to these streams. Each write is a whole line or more. */
export function spellAsInstalled(streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    const write = stream.write.bind(stream) as (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) =>
      write(typeof chunk === "string" ? spelledAs(chunk, packageName) : chunk, ...rest);
  }
}
