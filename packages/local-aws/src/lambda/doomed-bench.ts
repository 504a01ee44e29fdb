// Starts functions given as arguments (folder, then each one's file name and source) and waits to be killed.
import { createBench } from "./runtime-bench.ts";

const [parent = "", ...functions] = process.argv.slice(2);
const bench = createBench({ parent });
setInterval(() => process.stdout.write(bench.messages().join("")), 20);
for (let at = 0; at < functions.length; at += 2)
  void bench.call(bench.spec({ [functions[at] ?? ""]: functions[at + 1] ?? "" }));
