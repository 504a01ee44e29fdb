import type { Json } from "@long-running-api/conductor/definition/model";
import type { Language } from "@long-running-api/conductor/definition/validate";
import type { Jq } from "@long-running-api/conductor/jq";
import type { Sandbox, ScriptError } from "@long-running-api/conductor/sandbox";

/** Evaluates the scripts of definitions, each in isolation. */
export interface Scripts {
  /** Evaluates a script with `$`; throws its error with Conductor's message. */
  evaluate(script: string, $: Json): Promise<unknown>;
  /** The syntax error of a script, with its position; undefined for a valid script. */
  checkSyntax(script: string, language: Language): Promise<string | undefined>;
  sandbox(): Promise<Sandbox>;
  jq(): Promise<Jq>;
  close(): Promise<void>;
}

/** As on Conductor's server. */
const evaluateMsMax = 4_000;

/** QuickJS's messages begin in lower case, GraalJS's with a capital. */
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** GraalJS reports no line for an Error that the script itself creates. */
function isMadeBy(script: string, { line = 1, column = 1 }: ScriptError): boolean {
  return /^\s*\w*Error\s*\(/.test(script.split("\n")[line - 1]?.slice(column - 1) ?? "");
}

/** Creates the script evaluator; the sandbox starts with the first script. */
export function openScripts(): Scripts {
  let started: Promise<Sandbox> | undefined;
  let startedJq: Promise<Jq> | undefined;

  function sandbox(): Promise<Sandbox> {
    started ??= import("@long-running-api/conductor/sandbox").then(({ createSandbox, sandboxSettings }) =>
      createSandbox({ ...sandboxSettings, evaluateMsMax }),
    );
    return started;
  }

  function jq(): Promise<Jq> {
    startedJq ??= import("@long-running-api/conductor/jq").then(({ asOnServer, createJq, jqSettings }) =>
      asOnServer(createJq({ ...jqSettings, queryMsMax: evaluateMsMax })),
    );
    return startedJq;
  }

  return {
    async evaluate(script, $) {
      const evaluation = await (await sandbox()).evaluate(script, $);
      if (!("error" in evaluation)) return evaluation.value;
      const { name, message, line } = evaluation.error;
      const place = line === undefined || isMadeBy(script, evaluation.error) ? "" : ` at line ${line}`;
      const words = message.replace(/^(?:cannot|invalid) /, capital);
      throw new Error(`Error evaluating the script \`${name}: ${words}\`${place}`);
    },
    async checkSyntax(script, language) {
      if (language === "jq") return (await (await jq()).checkSyntax(script)) ?? undefined;
      const problem = await (await sandbox()).checkSyntax(script);
      return problem ? `${problem.message} at line ${problem.line}, column ${problem.column}` : undefined;
    },
    sandbox,
    jq,
    async close() {
      await (await startedJq)?.close();
      await (await started)?.close();
    },
  };
}
