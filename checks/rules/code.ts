/** A function's code as deployed. Plain data. */
export interface CodeSeen {
  /** Names of files, at most 200. */
  files: readonly string[];
  /** The file that the handler's setting names. */
  handlerFile?: string;
  /** Its text, at most 1 MB. */
  text?: string;
  /** Why the code could not be read. */
  unread?: string;
}

/** A definite mistake in a function's code, found by reading it, and the check that reports it. */
export interface CodeFault {
  kind: "runtime" | "handler" | "code";
  observed: string;
  leadsTo: string;
  hint: string;
}

interface Settings {
  runtime: string;
  handler: string;
  layers: number;
}

/** The first thing that keeps the code from running, or undefined. Only definite mistakes are reported. */
export function codeFault(code: CodeSeen, settings: Settings): CodeFault | undefined {
  const python = settings.runtime.startsWith("python");
  const { text } = code;
  if (code.unread !== undefined) return undefined; // if the code cannot be read, it is not a mistake
  if (!/^(python|nodejs)/.test(settings.runtime)) return undefined; // code in other languages is not read
  if (code.handlerFile === undefined) return handlerFileFault(code, settings);
  if (text === undefined) return undefined;
  return (
    languageFault(text, settings.runtime) ??
    (text.includes("Hello from Lambda!") && !text.includes("requestId") ? templateFault() : undefined) ??
    (python ? indentationFault(text) : undefined) ??
    typographyFault(text, python) ??
    handlerNameFault(text, settings, python)
  );
}

function handlerFileFault(
  { files }: CodeSeen,
  { runtime, handler, layers }: Settings,
): CodeFault | undefined {
  if (layers > 0) return undefined; // a layer may contain the handler
  const python = runtime.startsWith("python");
  const other = files.find((name) => (python ? /^[^/]+\.(mjs|cjs|js)$/ : /^[^/]+\.py$/).test(name));
  const nested = files.find((name) =>
    new RegExp(`/(${python ? "[^/]+\\.py" : "[^/]+\\.(mjs|cjs|js)"})$`).test(name),
  );
  const leadsTo =
    "Every invocation ends with Runtime.ImportModuleError before the code runs. POST still returns 202.";
  if (other !== undefined) return { ...wrongLanguage(runtime, other), leadsTo };
  return {
    kind: "handler",
    observed: `handler ${handler}, but the package contains ${files.slice(0, 4).join(", ") || "no file"}`,
    leadsTo,
    hint:
      nested === undefined
        ? "The part of Handler before the last dot is the file name, without its extension."
        : `The file must be at the top level of the package, which contains ${nested}: was the folder zipped instead of its files?`,
  };
}

/** Python pasted into the console's JavaScript file, or the other way round. */
function languageFault(text: string, runtime: string): CodeFault | undefined {
  const isPython = /^\s*(def \w+\(.*\)\s*(->.*)?:|import boto3|from \w+ import )/m.test(text);
  const isScript = /^\s*(const|let|export|async function)\s|require\(["']/m.test(text);
  const wrong = runtime.startsWith("python") ? isScript && !isPython : isPython && !isScript;
  return wrong ? wrongLanguage(runtime, "in another language") : undefined;
}

function wrongLanguage(runtime: string, code: string): CodeFault {
  return {
    kind: "runtime",
    observed: `runtime ${runtime}, but the code is ${code}`,
    leadsTo: "Every invocation ends with a syntax error before any code runs. POST still returns 202.",
    hint: `The code is written in ${runtime.startsWith("python") ? "JavaScript" : "Python"}: look at Runtime and Handler under Runtime settings.`,
  };
}

/** The console's sample code is still deployed: perhaps edited, but not deployed again. */
function templateFault(): CodeFault {
  return {
    kind: "code",
    observed: `the console's sample code ("Hello from Lambda!")`,
    leadsTo: "The function returns its greeting to every call: nothing is stored, and no poll ends.",
    hint: "Edits in the console's editor run only after you deploy them: look for the Deploy button near the code.",
  };
}

/** Web pages drop Python's indentation: a `def` whose body is not indented. */
export function indentationFault(text: string): CodeFault | undefined {
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const head =
      /^(\s*)(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with)\b.*:\s*(?:#.*)?$/.exec(
        line,
      );
    if (!head || insideString(lines, index)) continue;
    const body = lines.slice(index + 1).findIndex((next) => /^\s*[^\s#]/.test(next));
    const next = lines[index + 1 + body];
    if (body < 0 || next === undefined || indent(next) > indent(line)) continue;
    return {
      kind: "code",
      observed: `line ${index + 2 + body} should be indented more than line ${index + 1}: ${line.trim().slice(0, 60)}`,
      leadsTo:
        "Python rejects the file (IndentationError): the function never runs, although POST returns 202.",
      hint: "Pasting from a web page can remove the indentation. The project's lambda/lambda_function.py has it.",
    };
  }
  return undefined;
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

/** Whether a line is inside a triple-quoted string. */
function insideString(lines: readonly string[], index: number): boolean {
  const before = lines.slice(0, index).join("\n");
  return (before.match(/"""|'''/g) ?? []).length % 2 === 1;
}

/** Typographic quotes and spaces, in code only, not in strings or comments. */
function typographyFault(text: string, python: boolean): CodeFault | undefined {
  for (const [index, bare] of withoutStrings(text, python).split(/\r?\n/).entries()) {
    const found = /[\u2018\u2019\u201C\u201D\u00A0\u200B]/.exec(bare)?.[0];
    if (found === undefined) continue;
    const name =
      { "\u00A0": "a non-breaking space", "\u200B": "an invisible space" }[found] ?? `the character ${found}`;
    return {
      kind: "code",
      observed: `${name} in line ${index + 1}`,
      leadsTo: "The file has a syntax error: the function never runs, although POST returns 202.",
      hint: "Some editors and chat programs replace straight quotes and spaces with typographic ones.",
    };
  }
  return undefined;
}

const pythonStrings = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g;
const scriptStrings =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|`(?:[^`\\]|\\[\s\S])*`|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

/** Strings and comments may span several lines; the number of lines stays the same. */
function withoutStrings(text: string, python: boolean): string {
  return text.replace(python ? pythonStrings : scriptStrings, (whole) => whole.replace(/[^\n]+/g, '""'));
}

function handlerNameFault(text: string, { handler }: Settings, python: boolean): CodeFault | undefined {
  const name = handler.slice(handler.lastIndexOf(".") + 1);
  const anywhere = new RegExp(`(^|[^A-Za-z0-9_$])${name.replace(/\$/g, "\\$")}([^A-Za-z0-9_$]|$)`, "m");
  const passedOn = python ? /import\s+\*/ : /export\s+\*|module\.exports\s*=|__exportStar|__reExport/;
  if (anywhere.test(text) || passedOn.test(text)) return undefined;
  return {
    kind: "handler",
    observed: `handler ${handler}, but the file has no ${name}`,
    leadsTo: "Every invocation ends with Runtime.HandlerNotFound. POST still returns 202.",
    hint: "The part of Handler after the last dot is the name of a function in the file.",
  };
}
