// Starts a function given as arguments (folder, file name, source) and waits to be killed.
import { createBench } from "./runtime-bench.ts";

const [parent = "", file = "", source = ""] = process.argv.slice(2);
const bench = createBench({ parent });
setInterval(() => process.stdout.write(bench.messages().join("")), 100);
void bench.call(bench.spec({ [file]: source }));
