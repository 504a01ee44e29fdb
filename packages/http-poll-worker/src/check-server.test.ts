import { expect, it } from "vitest";
import { checkServer, type ServerToCheck } from "./check-server.ts";

/** A server of Conductor OSS, but for what is given. */
function fakeServer(given: Partial<ServerToCheck> = {}): ServerToCheck {
  return {
    url: "http://127.0.0.1:1/api",
    statusOf: async () => 404,
    version: async () => "3.32.3",
    ...given,
  };
}

it("accepts a Conductor OSS server", async () => {
  expect(await checkServer(fakeServer())).toEqual({ version: "3.32.3" });
});

it.each(["3.30.1", "3.21.21", "2.99.0"])("warns of %s, whose scripts reach their host", async (version) => {
  const server = fakeServer({ version: async () => version });
  expect((await checkServer(server)).warning).toContain("use 3.30.2 or later");
});

it.each(["3.30.2", "3.31.0", "4.0.0", "unknown"])("does not warn of %s", async (version) => {
  const server = fakeServer({ version: async () => version });
  expect(await checkServer(server)).toEqual({ version });
});

it.each(["https://developer.orkescloud.com/api", "https://play.orkes.orkesconductor.io/api"])(
  "refuses %s by its name, without asking it",
  async (url) => {
    const server = fakeServer({ url, statusOf: () => Promise.reject(new Error("asked")) });
    await expect(checkServer(server)).rejects.toThrow("This is an Orkes server, which runs HTTP_POLL itself");
  },
);

it("refuses a server that has Orkes' own paths", async () => {
  const server = fakeServer({ statusOf: async () => 200 });
  await expect(checkServer(server)).rejects.toThrow("This is an Orkes server");
});

it.each([403, 429, 502, 503])("does not take a proxy's %d for an Orkes server", async (status) => {
  const server = fakeServer({ statusOf: async () => status });
  await expect(checkServer(server)).rejects.toMatchObject({
    status,
    message: expect.stringContaining(status === 403 ? "check the credentials" : "is not responding"),
  });
});

it("reports that a key is required", async () => {
  const server = fakeServer({ statusOf: async () => 401 });
  await expect(checkServer(server)).rejects.toThrow("The Conductor server requires a key.");
});
