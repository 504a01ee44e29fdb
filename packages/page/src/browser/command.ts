import { spelledAs } from "@long-running-api/foundation/installed-spelling";
import { about } from "./client.ts";

/** A command as this reader types it: in the installed package's spelling, if it is one. */
export function typed(command: string): string {
  const { installedAs } = about.value ?? {};
  return installedAs === undefined ? command : spelledAs(command, installedAs);
}

/** The same, with the options that lead it to this target and these names. */
export function typedHere(command: string): string {
  return `${typed(command)}${about.value?.options ?? ""}`;
}
