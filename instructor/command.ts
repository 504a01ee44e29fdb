/** One command for instructors: `npx tsx instructor NAME …`. */
export interface InstructorCommand {
  name: string;
  /** One line for the list of commands. */
  about: string;
  /** Loads what it runs: reads its own command line, returns the exit code. */
  load(): Promise<(argv: readonly string[]) => Promise<number>>;
}
