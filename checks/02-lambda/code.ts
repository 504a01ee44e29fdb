import { check, type Fail, fail, pass, unknown } from "../engine/check.ts";
import { type FunctionWithCode, theCode } from "../read/the-function.ts";
import { type CodeFault, codeFault } from "../rules/code.ts";
import { at } from "../rules/lambda-console.ts";
import { hintFor } from "./published.ts";

export const runtime = check({
  id: "02-lambda/runtime",
  claim: "The runtime is one for the language of the code.",
  needs: ["02-lambda/exists"],
  probe: theCode,
  judge({ settings, code }) {
    const fault = codeFault(code, settings);
    if (fault?.kind === "runtime")
      return codeFail(fault, settings, at("Code › Runtime settings"), "a runtime for the code");
    if (settings.packageType !== "Zip")
      return pass("a container image", ["What a container image runs is not looked into."]);
    if (!/^(python|nodejs)/.test(settings.runtime))
      return pass(settings.runtime, ["The code is only looked into where it is JavaScript or Python."]);
    const retired = /^(python(2\.7|3\.[6-9])|nodejs(4\.3|6\.10|8\.10|1[0246]\.x))$/.test(settings.runtime);
    return pass(settings.runtime, [
      retired
        ? `AWS has retired ${settings.runtime}: it still runs, but no new function can have it.`
        : undefined,
    ]);
  },
});

export const handler = check({
  id: "02-lambda/handler",
  claim: "The handler names a function that is in the code.",
  needs: ["02-lambda/exists"],
  unlessFailed: ["02-lambda/runtime"],
  probe: theCode,
  judge({ settings, code }) {
    const fault = codeFault(code, settings);
    if (fault?.kind === "handler")
      return codeFail(fault, settings, at("Code › Runtime settings"), "a file and a function of these names");
    return unreadable(code, settings.packageType) ?? pass(settings.handler);
  },
});

export const codeRuns = check({
  id: "02-lambda/code",
  claim: "The code is the tutorial's, whole, and deployed.",
  needs: ["02-lambda/exists"],
  unlessFailed: ["02-lambda/runtime", "02-lambda/handler"],
  probe: theCode,
  judge({ settings, code }) {
    const fault = codeFault(code, settings);
    if (fault?.kind === "code") return codeFail(fault, settings, at("Code"), "code that runs");
    return unreadable(code, settings.packageType) ?? pass(code.handlerFile ?? "no mistake that can be read");
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

/** Code that cannot be looked at is not wrong: what it does is judged by asking it. */
function unreadable({ unread }: FunctionWithCode["code"], packageType: string) {
  if (unread === undefined) return undefined;
  if (packageType !== "Zip")
    return pass("a container image", ["What a container image holds is not looked into."]);
  return unknown(
    `The code could not be read: ${unread}.`,
    "What the function does is judged by 02-lambda/answers.",
  );
}
