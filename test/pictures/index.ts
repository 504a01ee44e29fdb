import { readCommandLine } from "@long-running-api/kit/cli";
import { handleSignals } from "@long-running-api/kit/interrupt";
import { main } from "@long-running-api/kit/main";
import { targetOptions } from "@long-running-api/kit/targets/options";

await main(import.meta, async (argv) => {
  const usage = "npx tsx test/pictures";
  const about = "Records real runs, and makes docs/run.svg, docs/page/*.png and the recording for the tests.";
  const words = { label: "what", known: ["runs", "class"], max: 2 } as const;
  const line = readCommandLine({ usage, about, words, options: { help: targetOptions.help } }, argv);
  if (!line) return;
  handleSignals();
  const { recordRuns, takeClassPictures } = await import("./record.ts"); // the help needs none of it
  const wanted = line.words.length > 0 ? line.words : words.known;
  if (wanted.includes("runs")) await recordRuns();
  if (wanted.includes("class")) await takeClassPictures();
});
