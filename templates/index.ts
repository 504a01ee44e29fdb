import { Problem } from "@long-running-api/foundation/problem";
import { commonOptions, readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import { main } from "@long-running-api/kit/main";
import { createOutput } from "@long-running-api/kit/output";
import { phaseOf, renderFile, watchAndRender } from "./files.ts";
import { readInputWords } from "./input-words.ts";
import { renderLines } from "./lines.ts";

const spec = {
  usage: "npx tsx templates",
  about: [
    "Renders a mapping template as API Gateway does:",
    "",
    "  npx tsx templates --template get-request.vtl path.requestId=12345",
    "  npx tsx templates --template get-response.vtl --body answer.json --watch",
    "",
    "An input is a word such as path.NAME=VALUE, querystring.NAME=VALUE, header.NAME=VALUE, stage.NAME=VALUE (a",
    "stage variable) or context.NAME=VALUE. Ends with 1 if the template has an error.",
    "",
    'Without --template it reads one JSON object per line from stdin, such as {"phase":"request","template":"…","body":"…"},',
    "and writes one per line to stdout.",
  ].join("\n"),
  options: {
    template: { type: "string", value: "FILE", help: "the template" },
    body: {
      type: "string",
      value: "FILE",
      help: "the payload: what the caller sent, or what the function returned",
    },
    phase: {
      type: "string",
      value: "NAME",
      choices: ["request", "response"],
      help: "default: response if the template's file name contains that word, else request",
    },
    watch: { type: "boolean", help: "render again whenever a file is saved, until Ctrl-C" },
    ...commonOptions,
  },
  words: { label: "input" },
} as const;

await main(import.meta, async (argv) => {
  const line = readCommandLine(spec, argv);
  if (!line) return 0;
  const { template, body, phase, watch } = line.options;
  const given = readInputWords(line.words);
  if (template === undefined) {
    if (argv.length > 0 || process.stdin.isTTY)
      throw new Problem("Which template?", {}, [
        "npx tsx templates --template FILE --body FILE",
        "npx tsx templates --help",
      ]);
    await renderLines(process.stdin, writeLine);
    return 0;
  }
  handleSignals();
  const run = {
    template,
    body,
    phase: phase === "request" || phase === "response" ? phase : phaseOf(template),
    given,
    output: createOutput(line.options),
  };
  return watch ? await watchAndRender(run) : renderFile(run);
});

function writeLine(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(line, (error) => (error ? reject(error) : resolve()));
  });
}
