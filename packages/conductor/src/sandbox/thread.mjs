// The thread in which scripts run. Plain JavaScript, because a worker thread has no TypeScript loader unless tsx's own
// is started in it again, which costs half a second and does not work under vitest.
// thread.ts ends this thread when an answer is late.
import { parentPort, workerData } from "node:worker_threads";
import { EvalFlags, JSException, MAX_STACK_SIZE, QuickJS } from "quickjs-wasi";

const filename = "script";

/**
 * Code that runs beside the script: `enter` sets `$` and a new seed (each evaluation begins in the same
 * state, its random numbers must not), `leave` writes a value as JSON. Both keep the originals of what they use.
 *
 * GraalJS hands a script Java's long, which is a number to it and keeps its digits. Here a whole number beyond 2^53 is
 * a BigInt, which does the same but for arithmetic with numbers; a script that fails for that reason is evaluated once
 * more, with numbers, and those that come out unchanged get their digits back.
 */
const prelude = `(function () {
  const { parse, stringify } = JSON;
  const { BigInt, Map, Number } = globalThis;
  const { isInteger, isSafeInteger } = Number;
  const call = Function.prototype.call;
  const bound = (method) => call.bind(method);
  const startsWith = bound(String.prototype.startsWith), slice = bound(String.prototype.slice);
  const exponential = bound(Number.prototype.toExponential), test = bound(RegExp.prototype.test);
  const get = bound(Map.prototype.get), set = bound(Map.prototype.set);
  const manyDigits = /\\d{16}/;
  let digits = new Map(), prefix = "";
  let a = 0, b = 0;
  Math.random = function random() {
    a = (a + 0x9e3779b9) | 0;
    let t = a ^ b;
    t = t ^ (t >>> 16); t = (t * 0x21f0aaad) | 0;
    t = t ^ (t >>> 15); t = (t * 0x735a2d97) | 0;
    b = (b ^ t) | 0;
    return ((t ^ (t >>> 15)) >>> 0) / 4294967296;
  };
  return {
    enter(json, marked, asNumbers, first, second) {
      prefix = marked;
      const read = (_, value) => {
        if (typeof value !== "string" || !startsWith(value, prefix)) return value;
        const text = slice(value, prefix.length);
        if (!asNumbers) return BigInt(text);
        set(digits, Number(text), text);
        return Number(text);
      };
      globalThis.$ = json.includes(prefix) ? parse(json, read) : parse(json);
      a = first | 0; b = second | 0;
    },
    leave(value) {
      const write = (_, value) => {
        if (typeof value === "bigint") return prefix + value;
        if (!isInteger(value) || isSafeInteger(value)) return value;
        const known = get(digits, value);
        if (known !== undefined) return prefix + known;
        return prefix + (value < 2 ** 63 && value >= -(2 ** 63) ? BigInt(value) : exponential(value));
      };
      try {
        const text = stringify(value);
        if (text === undefined || !test(manyDigits, text)) return text;
      } catch {}
      return stringify(value, write);
    },
  };
})()`;

/** Enough memory for most scripts, so that it need not grow (and be rebuilt) each time. */
const roomBytes = 512 * 1024;

let machine = await createMachine();

/** Several may have been sent; the machine is for one at a time. */
let last = Promise.resolve();
parentPort.on("message", (question) => {
  last = last.then(() => answer(question));
});

async function answer(question) {
  const found = question.kind === "check" ? check(question.script) : evaluate(question, false);
  await restore();
  const answer = mixesNumbers(found) ? evaluate(question, true) : found;
  if (answer !== found) await restore();
  parentPort.postMessage(answer);
}

function mixesNumbers({ error }) {
  return error?.name === "TypeError" && /bigint/i.test(error.message) && !/JSON/.test(error.message);
}

function evaluate({ script, scope, prefix }, asNumbers) {
  const { vm, enter } = machine;
  try {
    const given = [vm.newString(scope), vm.newString(prefix), vm.newNumber(asNumbers ? 1 : 0)];
    machine.call(enter, ...given, ...randomSeed());
    return answerOf(machine.vm.evalCode(script, filename));
  } catch (error) {
    return { error: describe(error) };
  }
}

function check(script) {
  try {
    machine.vm.evalCode(script, filename, EvalFlags.COMPILE_ONLY);
    return {};
  } catch (error) {
    return { error: describe(error) };
  }
}

function answerOf(value) {
  if (value.isUndefined) return {};
  if (value.typeof === "number") return { number: value.toNumber() };
  if (value.isPromise) return { error: typeError("a Promise, which is never awaited") };
  if (["function", "symbol"].includes(value.typeof))
    return { error: typeError(`a ${value.typeof}, which is not JSON`) };
  const json = machine.call(machine.leave, value);
  return json.isUndefined ? {} : { json: json.toString() };
}

function typeError(what) {
  return { name: "TypeError", message: `The script returned ${what}.` };
}

function describe(error) {
  if (!(error instanceof JSException)) {
    // The machine itself gave up, in the middle of something: nothing in it can be trusted any more.
    machine.broken = true;
    return { name: "InternalError", message: `The script was aborted: ${error?.message ?? error}` };
  }
  const [, line, column] = /\(?script:(\d+):(\d+)\)?/.exec(String(error.stack ?? "")) ?? [];
  const described = { name: String(error.name), message: String(error.message) };
  return line === undefined ? described : { ...described, line: Number(line), column: Number(column) };
}

async function createMachine() {
  const vm = await QuickJS.create({ wasm: workerData.module, maxStackSize: MAX_STACK_SIZE });
  const exports = vm._getExports();
  exports.wasm_free(exports.wasm_malloc(roomBytes));
  const tools = vm.evalCode(prelude, "prelude");
  const enter = tools.getProp("enter");
  const leave = tools.getProp("leave");
  const { undefined: nothing, global } = vm; // makes the handles that are kept, before the state is
  void global;
  const call = (tool, ...values) => vm.callFunction(tool, nothing, ...values);
  return { vm, enter, leave, call, broken: false, pristine: vm.snapshot() };
}

/**
 * Puts the machine back to where it began, all of its memory, so that nothing a script did is left for the next. That
 * takes a fiftieth of the time that a new machine takes; a new one is made only when memory has grown.
 */
async function restore() {
  const { vm, pristine, broken } = machine;
  const memory = new Uint8Array(vm._getMemory().buffer);
  vm._ownedHandles.clear(); // of exceptions: they point into the memory that goes away
  if (broken || memory.length !== pristine.memory.length) {
    machine = await createMachine();
    return;
  }
  memory.set(pristine.memory);
  vm._getExports().__stack_pointer.value = pristine.stackPointer;
}

function randomSeed() {
  const { vm } = machine;
  return [
    vm.newNumber(Math.floor(Math.random() * 2 ** 32)),
    vm.newNumber(Math.floor(Math.random() * 2 ** 32)),
  ];
}
