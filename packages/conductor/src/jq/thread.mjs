// The thread in which jq runs. Plain JavaScript, for the reason that ../sandbox/thread.mjs gives.
// ../sandbox/thread.ts ends this thread when an answer is late.
import { parentPort, workerData } from "node:worker_threads";
import { loadJq } from "jq-wasm";

// Where emscripten says "Aborted()" before it throws that.
console.error = () => undefined;

/** The output of one run, and its limit: jq would continue as long as there is memory. */
let written = 0;
let overflowed = false;
let memory;
let jq = await startJq();

/** Several may have been sent; jq is for one at a time. */
let last = Promise.resolve();
parentPort.on("message", (question) => {
  last = last.then(() => answer(question));
});

async function answer({ query, input }) {
  const found = run(query, input);
  if (found.broken || memory.buffer.byteLength > workerData.memoryBytesKept) jq = await startJq();
  parentPort.postMessage(found);
}

/** `--`: a query that begins with a minus is not an option. */
function run(query, input) {
  written = 0;
  overflowed = false;
  try {
    return jq.raw(input, query, ["-c", "--"]);
  } catch (error) {
    return { broken: overflowed ? "output" : "memory", message: String(error?.message ?? error) };
  }
}

/** A jq of its own memory. What it prints passes through `fd_write`, which is where it can be counted. */
async function startJq() {
  return loadJq({
    instantiateWasm(imports, onSuccess) {
      const instance = new WebAssembly.Instance(workerData.module, counted(imports));
      memory = Object.values(instance.exports).find((value) => value instanceof WebAssembly.Memory);
      onSuccess(instance, workerData.module);
    },
  });
}

function counted(imports) {
  for (const functions of Object.values(imports)) {
    for (const [name, original] of Object.entries(functions)) {
      if (original.name !== "_fd_write") continue;
      return { ...imports, a: { ...functions, [name]: (...given) => count(original, given) } };
    }
  }
  throw new Error("This build of jq has no _fd_write: what it prints could not be bounded.");
}

function count(original, [descriptor, pieces, howMany, result]) {
  const view = new DataView(memory.buffer);
  for (let piece = 0; piece < howMany; piece += 1) written += view.getUint32(pieces + piece * 8 + 4, true);
  if (written > workerData.outputBytesMax) {
    overflowed = true;
    throw new Error("too much output");
  }
  return original(descriptor, pieces, howMany, result);
}
