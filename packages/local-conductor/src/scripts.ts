import type { Json } from "@long-running-api/conductor/definition/model";
import type { Language } from "@long-running-api/conductor/definition/validate";
import type { Jq } from "@long-running-api/conductor/jq";
import type { Sandbox, ScriptError } from "@long-running-api/conductor/sandbox";

/** The scripts of definitions, each evaluated apart from everything else. */
export interface Scripts {
  /** Evaluates a script with `$`; throws what it throws, in Conductor's words. */
  evaluate(script: string, $: Json): Promise<unknown>;
  /** What is wrong with a script, and where; nothing when it can be parsed. */
  checkSyntax(script: string, language: Language): Promise<string | undefined>;
  sandbox(): Promise<Sandbox>;
  jq(): Promise<Jq>;
  close(): Promise<void>;
}

/** As on Conductor's server. */
const evaluateMsMax = 4_000;

/** QuickJS begins in small letters what GraalJS begins with a capital. */
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** Where a script makes an Error itself, GraalJS knows no line for it. */
function isMadeBy(script: string, { line = 1, column = 1 }: ScriptError): boolean {
  return /^\s*\w*Error\s*\(/.test(script.split("\n")[line - 1]?.slice(column - 1) ?? "");
}

/** Scripts whose machine starts with the first of them. */
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
