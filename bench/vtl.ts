import { createRequire } from "node:module";
import path from "node:path";
import { renderTemplate } from "@long-running-api/api-gateway/templates";
import type { Figure } from "./figure.ts";
import { median } from "./measure.ts";
import { installed } from "./peers.ts";

const renders = 20_000;
const rounds = 7;

/** Templates that both can render: references, texts with references, conditions and a loop, on a parsed body. */
const template = `#set($answer = $input.path('$'))
#if("$!answer.body" != "")
{
  "statusCode": $answer.statusCode,
  "body": "$answer.body"
#foreach($name in $answer.names)
  , "$name": "$foreach.count"
#end
}
#else
{"statusCode": 500}
#end
`;
const answer = { statusCode: 200, body: "COMPLETED", names: ["a", "b", "c"] };
const body = JSON.stringify(answer);

interface Velocity {
  parse(template: string): unknown;
  Compile: new (template: unknown) => { render(context: object): string };
}

/** Renders templates that are already parsed, and compares the speed with velocityjs. */
export async function vtl(): Promise<Figure[]> {
  const folder = await installed(["velocityjs@2.1.7"]);
  const velocity = createRequire(path.join(folder, "package.json"))("velocityjs") as Velocity;
  const parsed = velocity.parse(template);
  const params = { path: {}, querystring: {}, header: {} };
  const ours = () => renderTemplate({ phase: "response", template, body, params }).output;
  const theirs = () =>
    new velocity.Compile(parsed).render({ input: { path: () => JSON.parse(body) as object } });
  if (JSON.parse(ours()).body !== JSON.parse(theirs()).body) throw new Error("They render something else.");
  const rates = { ours: [] as number[], theirs: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    rates.ours.push(perSecond(ours));
    rates.theirs.push(perSecond(theirs));
  }
  const ratio = median(rates.ours) / median(rates.theirs);
  return [
    {
      what: "templates rendered, parsed before",
      measured: `${median(rates.ours).toFixed(0)} /s`,
      bound: `velocityjs: ${median(rates.theirs).toFixed(0)} /s (${ratio.toFixed(2)} of it; at least 1)`,
    },
  ];
}

function perSecond(render: () => unknown): number {
  const start = performance.now();
  for (let done = 0; done < renders; done += 1) render();
  return (renders / (performance.now() - start)) * 1000;
}
