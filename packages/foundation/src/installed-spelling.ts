/** A clone's commands as the installed package spells them: `npx tsx checks/03-api` is its `check 03-api`. */
export function spelledAs(text: string, packageName: string): string {
  return text
    .replace(/\bnpx tsx ([a-z]+)(?:\/(\d\d-[a-z]+))?/g, (_, name: string, step: string | undefined) =>
      [`npx ${packageName}`, name === "checks" ? "check" : name, step].filter(Boolean).join(" "),
    )
    .replace(/\bnpm ci && npm start\b|\bnpm start\b/g, `npx ${packageName}`)
    .replace(/\bnpm ci\b/g, `npm install ${packageName}`);
}
