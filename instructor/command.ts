/** One command for instructors: `npx tsx instructor NAME …`. */
export interface InstructorCommand {
  name: string;
  /** One line for the list of commands. */
  about: string;
  /** Reads its own command line; returns the exit code. */
  run(argv: readonly string[]): Promise<number>;
}
