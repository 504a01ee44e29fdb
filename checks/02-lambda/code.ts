import { check, type Fail, fail, pass, unknown } from "../engine/check.ts";
import { type FunctionWithCode, theCode } from "../read/the-function.ts";
import { type CodeFault, codeFault } from "../rules/code.ts";
import { at } from "../rules/lambda-console.ts";
import { hintFor } from "./published.ts";

export const runtime = check({
  id: "02-lambda/runtime",
  claim: "The runtime matches the language of the code.",
  needs: ["02-lambda/exists"],
  probe: theCode,
  judge({ settings, code }) {
    const fault = codeFault(code, settings);
    if (fault?.kind === "runtime")
      return codeFail(fault, settings, at("Code › Runtime settings"), "a runtime for the code");
    if (settings.packageType !== "Zip")
      return pass("a container image", ["The checks do not look inside a container image."]);
    if (!/^(python|nodejs)/.test(settings.runtime))
      return pass(settings.runtime, ["The checks read the code only if it is JavaScript or Python."]);
    const retired = /^(python(2\.7|3\.[6-9])|nodejs(4\.3|6\.10|8\.10|1[0246]\.x))$/.test(settings.runtime);
    return pass(settings.runtime, [
      retired
        ? `AWS has deprecated ${settings.runtime}: it still runs, but you cannot create new functions with it.`
        : undefined,
    ]);
  },
});

export const handler = check({
  id: "02-lambda/handler",
  claim: "The handler names a function in the code.",
  needs: ["02-lambda/exists"],
  unlessFailed: ["02-lambda/runtime"],
  probe: theCode,
  judge({ settings, code }) {
    const fault = codeFault(code, settings);
    if (fault?.kind === "handler")
      return codeFail(
        fault,
        settings,
        at("Code › Runtime settings"),
        "a file and a function with these names",
      );
    return unreadable(code, settings.packageType) ?? pass(settings.handler);
  },
});

export const codeRuns = check({
  id: "02-lambda/code",
  claim: "The tutorial's code is complete and deployed.",
  needs: ["02-lambda/exists"],
  unlessFailed: ["02-lambda/runtime", "02-lambda/handler"],
  probe: theCode,
  judge({ settings, code }) {
    const fault = codeFault(code, settings);
    if (fault?.kind === "code") return codeFail(fault, settings, at("Code"), "code that runs");
    return (
      unreadable(code, settings.packageType) ?? pass(code.handlerFile ?? "no mistake found by reading it")
    );
  },
});

function codeFail(
  { observed, leadsTo, hint }: CodeFault,
  { name, qualifier }: FunctionWithCode["settings"],
  lookAt: string,
  expected: string,
): Fail {
  return fail({
    expected,
    observed: `${observed}; function ${qualifier === undefined ? name : `${name}:${qualifier}`}`,
    leadsTo,
    lookAt,
    hint: hintFor(qualifier, hint),
  });
}

/** Code that cannot be read is not wrong: 02-lambda/answers judges what it does. */
function unreadable({ unread }: FunctionWithCode["code"], packageType: string) {
  if (unread === undefined) return undefined;
  if (packageType !== "Zip")
    return pass("a container image", ["The checks do not look inside a container image."]);
  return unknown(
    `The code could not be read: ${unread}.`,
    "The check 02-lambda/answers judges what the function does.",
  );
}
