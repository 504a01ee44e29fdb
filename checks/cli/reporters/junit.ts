import { escapeXml } from "@long-running-api/foundation/escape-xml";
import type { Report, Reported } from "../../engine/report.ts";

/** JUnit XML, as CI servers read it: one suite per step. What could not be judged is an error, not a failure. */
export function junit({ checks }: Report): string {
  const steps = [...new Set(checks.map(({ step }) => step))];
  const suites = steps.map((step) =>
    suite(
      step,
      checks.filter((check) => check.step === step),
    ),
  );
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites, "</testsuites>"].join("\n");
}

function suite(step: string, checks: readonly Reported[]): string {
  const count = (status: string) => checks.filter((check) => check.status === status).length;
  const seconds = checks.reduce((sum, { ms }) => sum + ms, 0) / 1000;
  return [
    `  <testsuite name="${step}" tests="${checks.length}" failures="${count("fail")}" errors="${count("unknown")}" skipped="${count("skip")}" time="${seconds.toFixed(3)}">`,
    ...checks.map(testCase),
    "  </testsuite>",
  ].join("\n");
}

function testCase(check: Reported): string {
  const open = `    <testcase classname="${check.step}" name="${quoted(check.id)}: ${quoted(check.claim)}" time="${(check.ms / 1000).toFixed(3)}"`;
  const inner = outcome(check);
  return inner === "" ? `${open}/>` : `${open}>${inner}</testcase>`;
}

function outcome({ status, expected, observed, leadsTo, lookAt, because, remarks, hint }: Reported): string {
  if (status === "fail")
    return `<failure message="${attribute(`expected ${expected}; observed ${observed}`)}">${quoted(`${leadsTo}\nLook at: ${lookAt}`)}</failure>`;
  if (status === "unknown")
    return `<error message="${attribute(observed ?? "")}">${quoted(hint ?? "")}</error>`;
  if (status === "skip") return `<skipped message="${quoted(`follows from ${because}`)}"/>`;
  return remarks.length === 0 ? "" : `<system-out>${quoted(remarks.join("\n"))}</system-out>`;
}

/** A line break in an attribute would be read as a space. */
function attribute(text: string): string {
  return quoted(text).replaceAll("\n", "&#10;");
}

function quoted(text: string): string {
  // Control characters have no place in XML 1.0, not even escaped.
  return escapeXml(text).replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD");
}
