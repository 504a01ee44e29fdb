/** A function's code as it is deployed. Plain data. */
export interface CodeSeen {
  /** Names of files, at most 200. */
  files: readonly string[];
  /** The file that the handler's setting names. */
  handlerFile?: string;
  /** Its text, at most 1 MB. */
  text?: string;
  /** Why the code could not be read, in words. */
  unread?: string;
}

/** What is plainly wrong with a function's code, found by reading it, and which check tells it. */
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

/** The first thing that keeps the code from running, or nothing. Only what cannot be meant is called wrong. */
export function codeFault(code: CodeSeen, settings: Settings): CodeFault | undefined {
  const python = settings.runtime.startsWith("python");
  const { text } = code;
  if (code.unread !== undefined) return undefined; // not being able to look is no one's mistake
  if (!/^(python|nodejs)/.test(settings.runtime)) return undefined; // other languages are not looked into
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
  if (layers > 0) return undefined; // a layer may bring the handler along
  const python = runtime.startsWith("python");
  const other = files.find((name) => (python ? /^[^/]+\.(mjs|cjs|js)$/ : /^[^/]+\.py$/).test(name));
  const nested = files.find((name) =>
    new RegExp(`/(${python ? "[^/]+\\.py" : "[^/]+\\.(mjs|cjs|js)"})$`).test(name),
  );
  const leadsTo =
    "Each call ends with Runtime.ImportModuleError before the code is reached; POST still answers 202.";
  if (other !== undefined) return { ...wrongLanguage(runtime, other), leadsTo };
  return {
    kind: "handler",
    observed: `handler ${handler}, but the package holds ${files.slice(0, 4).join(", ") || "no file"}`,
    leadsTo,
    hint:
      nested === undefined
        ? "The part of Handler before the last dot is the name of the file, without its ending."
        : `The file must lie at the top of the package; it holds ${nested}: was a folder zipped in place of its files?`,
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
    leadsTo: "Each call ends with a syntax error before any of the code runs; POST still answers 202.",
    hint: `The code is written in ${runtime.startsWith("python") ? "JavaScript" : "Python"}: look at Runtime and Handler under Runtime settings.`,
  };
}

/** The console's example, still there: edited perhaps, but not deployed. */
function templateFault(): CodeFault {
  return {
    kind: "code",
    observed: `the example that the console starts with ("Hello from Lambda!")`,
    leadsTo: "The function answers its greeting to everything: no request is noted, and no poll ends.",
    hint: "Edits in the console's editor run only once they are deployed: look for the button Deploy under or above the code.",
  };
}

/** Web pages drop the spaces of Python: a `def` whose body does not stand further in. */
export function indentationFault(text: string): CodeFault | undefined {
  const lines = text.split(/\r?\n/);
  for (const [index, line] of lines.entries()) {
    const head =
      /^(\s*)(?:async\s+)?(?:def|class|if|elif|else|for|while|try|except|finally|with)\b.*:\s*(?:#.*)?$/.exec(
        line,
      );
    if (!head || insideText(lines, index)) continue;
    const body = lines.slice(index + 1).findIndex((next) => /^\s*[^\s#]/.test(next));
    const next = lines[index + 1 + body];
    if (body < 0 || next === undefined || indent(next) > indent(line)) continue;
    return {
      kind: "code",
      observed: `line ${index + 2 + body} should stand further in than line ${index + 1}: ${line.trim().slice(0, 60)}`,
      leadsTo:
        "Python refuses the file (IndentationError): the function never runs, though POST answers 202.",
      hint: "Pasting from a web page can lose the spaces at the start of lines. The project's lambda/lambda_function.py has them.",
    };
  }
  return undefined;
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

/** Whether a line lies within a text of three quotes, where anything goes. */
function insideText(lines: readonly string[], index: number): boolean {
  const before = lines.slice(0, index).join("\n");
  return (before.match(/"""|'''/g) ?? []).length % 2 === 1;
}

/** Quotes and spaces that an editor made typographic: only where they stand as code, not in texts or comments. */
function typographyFault(text: string, python: boolean): CodeFault | undefined {
  for (const [index, bare] of withoutTexts(text, python).split(/\r?\n/).entries()) {
    const found = /[\u2018\u2019\u201C\u201D\u00A0\u200B]/.exec(bare)?.[0];
    if (found === undefined) continue;
    const name =
      { "\u00A0": "a non-breaking space", "\u200B": "an invisible space" }[found] ?? `the character ${found}`;
    return {
      kind: "code",
      observed: `${name} in line ${index + 1}`,
      leadsTo: "The file has a syntax error: the function never runs, though POST answers 202.",
      hint: "Some editors and chat programs replace straight quotes and spaces by typographic ones.",
    };
  }
  return undefined;
}

const pythonTexts = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|#[^\n]*/g;
const scriptTexts =
  /\/\*[\s\S]*?\*\/|\/\/[^\n]*|`(?:[^`\\]|\\[\s\S])*`|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/g;

/** Texts and comments may run over several lines; the code keeps its number of lines. */
function withoutTexts(text: string, python: boolean): string {
  return text.replace(python ? pythonTexts : scriptTexts, (whole) => whole.replace(/[^\n]+/g, '""'));
}

function handlerNameFault(text: string, { handler }: Settings, python: boolean): CodeFault | undefined {
  const name = handler.slice(handler.lastIndexOf(".") + 1);
  const anywhere = new RegExp(`(^|[^A-Za-z0-9_$])${name.replace(/\$/g, "\\$")}([^A-Za-z0-9_$]|$)`, "m");
  const passedOn = python ? /import\s+\*/ : /export\s+\*|module\.exports\s*=|__exportStar|__reExport/;
  if (anywhere.test(text) || passedOn.test(text)) return undefined;
  return {
    kind: "handler",
    observed: `handler ${handler}, but the file has no ${name}`,
    leadsTo: "Each call ends with Runtime.HandlerNotFound; POST still answers 202.",
    hint: "The part of Handler after the last dot is the name of the function in the file.",
  };
}
