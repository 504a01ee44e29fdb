import { escapeXml as text } from "@long-running-api/foundation/escape-xml";
import { type Grade, remarkOf } from "./grade.ts";

/** A class as one page without any other file: no script, no font, no request. */
export function html(grades: readonly Grade[], { title, at }: { title: string; at: string }): string {
  const steps = grades[0]?.steps.map(({ step }) => step) ?? [];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(title)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.pass::before { content: "✔ "; } .fail::before { content: "✖ "; }
.skip::before { content: "– "; } .unknown::before { content: "? "; }
</style>
</head>
<body>
<h1>${text(title)}</h1>
<p>${grades.filter(({ report }) => report.status === "pass").length} of ${grades.length} pass every check. ${text(at)}</p>
<table>
<thead><tr><th scope="col">Learner</th><th scope="col">Points</th>${steps.map((step) => `<th scope="col">${text(step)}</th>`).join("")}<th scope="col">First</th></tr></thead>
<tbody>
${grades.map(row).join("\n")}
</tbody>
</table>
${grades.map(details).join("\n")}
</body>
</html>
`;
}

function row(each: Grade): string {
  const cells = each.steps
    .map(({ passed, checks }) => `<td class="number">${passed}/${checks}</td>`)
    .join("");
  return `<tr><th scope="row"><a href="#${each.learner}">${text(each.name)}</a></th><td class="number">${each.points}/${each.pointsMax}</td>${cells}<td class="${each.report.status}">${text(remarkOf(each))}</td></tr>`;
}

function details({ learner, name, report }: Grade): string {
  const items = report.checks.map(
    ({ id, status, claim, observed, because, hint }) =>
      `<li class="${status}"><code>${text(id)}</code> ${text(claim)}${status === "pass" ? "" : ` <em>${text(observed ?? `because of ${because}`)}</em>`}${hint === null ? "" : ` ${text(hint)}`}</li>`,
  );
  return `<details id="${learner}"><summary>${text(name)} (${learner})</summary><ul>${items.join("")}</ul></details>`;
}
