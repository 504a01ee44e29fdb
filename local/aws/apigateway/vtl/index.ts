import { main } from "../../../../lib/main.ts";
import { renderLines } from "./command.ts";

export { TemplateError } from "./errors.ts";
export { parseTemplate } from "./parse.ts";
export { renderTemplate, type TemplateInput, type TemplateOutput } from "./render-template.ts";

await main(import.meta, async () => {
  await renderLines(process.stdin, (line) => {
    return new Promise<void>((resolve, reject) => {
      process.stdout.write(line, (error) => (error ? reject(error) : resolve()));
    });
  });
});
