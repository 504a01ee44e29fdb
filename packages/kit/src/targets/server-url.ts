import { Problem } from "@long-running-api/foundation/problem";

/** Whether a URL holds a user name or a password: it must not be printed, and fetch rejects it. */
export function holdsPassword(url: string | undefined): boolean {
  if (url === undefined || !URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== "" || password !== "";
}

/** How to fix it. */
export const withoutPassword =
  "Leave them out of the URL; CONDUCTOR_AUTH_KEY and CONDUCTOR_AUTH_SECRET are the key of a server that asks for one.";

/** Refuses the URL of a Conductor server that holds a password, without repeating it. */
export function requireNoPassword(serverUrl: string): void {
  if (holdsPassword(serverUrl))
    throw new Problem(
      "The URL of the Conductor server holds a user name or a password, which messages would show.",
      { "looked at": "CONDUCTOR_SERVER_URL" },
      withoutPassword,
    );
}
