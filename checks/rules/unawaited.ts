import { withoutComments } from "./comments.ts";

/** The call that writes COMPLETED after the handler may have returned, as its code spells it; nothing where none is found. */
export function unawaitedWrite(whole: string): string | undefined {
  const text = withoutComments(whole);
  const found = /\bdef \w+\(/.test(text) ? unjoinedThread(text) : floatingPromise(text);
  return found?.replace(/\s+/g, " ").trim().slice(0, charactersMax);
}

const charactersMax = 80;

/** A thread or timer that is started, in code that waits for none. */
function unjoinedThread(text: string): string | undefined {
  if (
    /\.join\(\s*(?:timeout\s*=\s*)?[\w.]*\s*\)|\.result\(|\bwith\s+\w*\.?(?:ThreadPool|ProcessPool)?Executor|\.shutdown\(|\bwait\(|as_completed/.test(
      text,
    )
  )
    return undefined;
  return /^.*\b(?:Thread|Timer|Process)\(\s*(?:target\s*=|\d|\w+,).*$/m.exec(text)?.[0];
}

const word = "COMPLETED";

/** A statement that begins a write of COMPLETED, and that nothing awaits. */
function floatingPromise(text: string): string | undefined {
  if (/\bcallback\s*\(/.test(text)) return undefined; // Lambda waits for the event loop of such a handler
  const writers = completingFunctions(text);
  for (const { name, start, end, inPromise } of statementCalls(text)) {
    const call = text.slice(start, end);
    const isTimer = name === "setTimeout" || name === "setImmediate";
    const isSend = /\.(?:send|put|update)$/.test(name);
    const completes =
      call.includes(word) || writers.some((writer) => new RegExp(`\\b${writer}\\(`).test(call));
    const isChain = /\)\s*\.then\(/.test(call);
    const writes = isTimer || isChain || isSend || writers.includes(name) || noters(text).includes(name);
    if (completes && writes && !(isTimer && inPromise)) return call;
  }
  return undefined;
}

/** Functions of the code's own that write what they are given. */
function noters(text: string): string[] {
  return functionsIn(text).flatMap(({ name, body }) => (/\.(?:send|put|update)\(/.test(body) ? [name] : []));
}

/** Functions of the code's own that write COMPLETED, and return a promise. */
function completingFunctions(text: string): string[] {
  return functionsIn(text).flatMap(({ name, body, async }) =>
    async && body.includes(word) && name !== "handler" ? [name] : [],
  );
}

interface OwnFunction {
  name: string;
  async: boolean;
  body: string;
}

function functionsIn(text: string): OwnFunction[] {
  const heads =
    /\b(?:(async\s+)?function\s+(\w+)\s*\(|(?:const|let|var)\s+(\w+)\s*=\s*(async\b)?\s*(?:function\b|\([^()]*\)\s*=>|\w+\s*=>))/g;
  return [...text.matchAll(heads)].flatMap((head) => {
    const name = head[2] ?? head[3] ?? "";
    const end = endOfFunction(text, head.index + head[0].length);
    return name === ""
      ? []
      : [{ name, async: Boolean(head[1] ?? head[4]), body: text.slice(head.index, end) }];
  });
}

/** Where a function that begins before `from` ends: at the brace that closes its body, or at the end of its statement. */
function endOfFunction(text: string, from: number): number {
  const rest = text.slice(from);
  const brace = /^[^;{]*?(?:\)\s*)?\{/.exec(rest);
  const semicolon = rest.indexOf(";");
  if (brace && !(semicolon >= 0 && semicolon < brace[0].length))
    return closing(text, from + brace[0].length - 1);
  return from + (semicolon < 0 ? rest.length : semicolon);
}

const pairs: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const quotes = new Set(['"', "'", "`"]);

interface StatementCall {
  name: string;
  start: number;
  end: number;
  /** Inside the function that is passed to `new Promise`. */
  inPromise: boolean;
}

/** Calls that are statements by themselves: their results are discarded. */
function statementCalls(text: string): StatementCall[] {
  const calls: StatementCall[] = [];
  const open: { sign: string; promise: boolean }[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const sign = text[index] ?? "";
    if (quotes.has(sign)) index = endOfText(text, index);
    else if (sign in pairs) open.push({ sign, promise: /\bnew Promise\s*$/.test(text.slice(0, index)) });
    else if (/[)\]}]/.test(sign)) open.pop();
    else if (/[\w$]/.test(sign) && !/[\w$.]/.test(text[index - 1] ?? "")) {
      const name = /^[\w$]+(?:\.[\w$]+)*(?=\()/.exec(text.slice(index, index + 100))?.[0];
      const isStatement =
        open.at(-1)?.sign !== "(" && open.at(-1)?.sign !== "[" && beginsStatement(text, index);
      if (name !== undefined && isStatement)
        calls.push({
          name,
          start: index,
          end: endOfChain(text, closing(text, index + name.length) + 1),
          inPromise: open.some(({ promise }) => promise),
        });
    }
  }
  return calls;
}

/** Whether nothing before a place, on its line or above, takes the value of what begins there. */
function beginsStatement(text: string, index: number): boolean {
  const before = text.slice(Math.max(0, index - 200), index);
  const tight = before.trimEnd();
  if (tight === "" || /[;{}]$/.test(tight)) return true;
  const newLine = /\n\s*$/.test(before);
  return newLine && /[\w$)\]"'`]$/.test(tight) && !/\b(?:await|return|yield|void|new|typeof)$/.test(tight);
}

/** Where `.then(…)`, `.catch(…)` and the like after a call end. */
function endOfChain(text: string, from: number): number {
  const link = /^\s*\.\w+(?=\()/.exec(text.slice(from))?.[0];
  return link === undefined ? from : endOfChain(text, closing(text, from + link.length) + 1);
}

/** The bracket that closes the one at a place. */
function closing(text: string, from: number): number {
  let depth = 0;
  for (let index = from; index < text.length; index += 1) {
    const sign = text[index] ?? "";
    if (quotes.has(sign)) index = endOfText(text, index);
    else if (sign in pairs) depth += 1;
    else if (/[)\]}]/.test(sign)) depth -= 1;
    if (depth === 0) return index;
  }
  return text.length;
}

function endOfText(text: string, from: number): number {
  for (let index = from + 1; index < text.length; index += 1) {
    if (text[index] === "\\") index += 1;
    else if (text[index] === text[from]) return index;
  }
  return text.length;
}
