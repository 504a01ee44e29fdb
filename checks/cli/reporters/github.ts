import type { Report, Reported } from "../../engine/report.ts";

/** GitHub's workflow commands: an error for a fail, a warning for an unknown, a notice for remarks. */
export function github({ checks }: Report): string {
  return checks.flatMap(annotations).join("\n");
}

function annotations({ status, id, expected, observed, leadsTo, lookAt, hint, remarks }: Reported): string[] {
  if (status === "fail")
    return [
      command("error", id, `expected ${expected}; observed ${observed}\n${leadsTo}\nLook at: ${lookAt}`),
    ];
  if (status === "unknown") return [command("warning", id, `could not be checked: ${observed}\n${hint}`)];
  return remarks.map((remark) => command("notice", id, remark));
}

function command(kind: string, title: string, message: string): string {
  return `::${kind} title=${data(title).replaceAll(",", "%2C").replaceAll(":", "%3A")}::${data(message)}`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
