import { packageName } from "@long-running-api/kit/project-folder";

/** A clone's commands as the installed package spells them: `npx tsx checks/03-api` is its `check 03-api`. */
export function spelled(text: string): string {
  return text
    .replace(/\bnpx tsx ([a-z]+)(?:\/(\d\d-[a-z]+))?/g, (_, name: string, step: string | undefined) =>
      [`npx ${packageName}`, name === "checks" ? "check" : name, step].filter(Boolean).join(" "),
    )
    .replace(/\bnpm ci && npm start\b|\bnpm start\b/g, `npx ${packageName}`)
    .replace(/\bnpm ci\b/g, `npm install ${packageName}`);
}

/** Spells the commands in all that is printed to these streams. Each write is a whole line or more. */
export function spellAsInstalled(streams: readonly NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    const write = stream.write.bind(stream) as (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]) =>
      write(typeof chunk === "string" ? spelled(chunk) : chunk, ...rest);
  }
}
