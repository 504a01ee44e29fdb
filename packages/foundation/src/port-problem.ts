import { Problem } from "./problem.ts";

/** Explains why a server could not listen on a port of this machine; other errors are returned as they are. */
export function portProblem(error: NodeJS.ErrnoException, port: number): Error {
  const seen = { "looked at": `127.0.0.1:${port}` };
  if (error.code === "EADDRINUSE")
    return new Problem(
      `Port ${port} is in use.`,
      seen,
      "Choose another with --port N, or --port 0 for any free one.",
    );
  if (error.code === "EACCES")
    return new Problem(
      `You are not allowed to use port ${port}.`,
      seen,
      "Choose one above 1023, or --port 0 for any free one.",
    );
  return error;
}
