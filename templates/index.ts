import { commonOptions, readCommandLine } from "@long-running-api/kit/cli";
import { main } from "@long-running-api/kit/main";
import { renderLines } from "./command.ts";

const spec = {
  usage: "npx tsx templates",
  about:
    'Renders mapping templates: reads one JSON object per line from stdin, such as {"phase":"request","template":"…","body":"…"}, and writes one per line to stdout.',
  options: { help: commonOptions.help },
} as const;

await main(import.meta, async (argv) => {
  if (!readCommandLine(spec, argv)) return 0;
  await renderLines(process.stdin, (line) => {
    return new Promise<void>((resolve, reject) => {
      process.stdout.write(line, (error) => (error ? reject(error) : resolve()));
    });
  });
  return undefined;
});
