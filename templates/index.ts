import { main } from "@long-running-api/kit/main";
import { renderLines } from "./command.ts";

await main(import.meta, async () => {
  await renderLines(process.stdin, (line) => {
    return new Promise<void>((resolve, reject) => {
      process.stdout.write(line, (error) => (error ? reject(error) : resolve()));
    });
  });
});
