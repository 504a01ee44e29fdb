import { Problem } from "@long-running-api/foundation/problem";
import { readKeys } from "@long-running-api/kit/keys";
import type { Output } from "@long-running-api/kit/output";
import { watchFiles } from "@long-running-api/kit/watch-files";
import { designNames } from "../../steps/designs/index.ts";
import { exercises } from "../all.ts";
import type { Folder } from "../folder.ts";
import { readProgress } from "../progress.ts";
import type { Place } from "../system.ts";
import { finishLines } from "./finish.ts";
import { createInbox } from "./inbox.ts";
import { createSession, type SessionEvent } from "./session.ts";

/** Refuses to watch without a terminal. */
export function requireTerminal(output: Output): void {
  if (output.redraws && process.stdin.isTTY === true) return;
  throw new Problem("The exercises need an interactive terminal.", {}, [
    "npx tsx exercises list            lists the exercises and marks those that are solved",
    "npx tsx exercises check 01-key    tries one exercise, as saving does",
  ]);
}

/** Longer lines are hard to read. */
const columnsMax = 120;

/** Clears the screen; what was there stays in the terminal's history. */
const clear = "\u001b[H\u001b[2J";

/** Shows one exercise after the other, tries each file as it is saved, and takes keys. Returns the exit code. */
export async function watchExercises(
  place: () => Promise<Place>,
  folder: Folder,
  output: Output,
): Promise<number> {
  const { stream, colors } = output;
  const display = () => ({ columns: Math.min(stream.columns || 80, columnsMax), colors });
  const draw = (lines: readonly string[]) => void stream.write(`${clear}${lines.join("\n")}\n`);
  const progress = await readProgress(place, folder, (exercise) =>
    draw([`Checking what you have solved so far: ${exercise.id} …`]),
  );
  const first = progress.nextFrom(undefined);
  if (!first) {
    draw(finishLines(exercises.length, folder.shown, display()));
    return 0;
  }
  const inbox = createInbox<SessionEvent>();
  const session = createSession({ place, folder, progress, push: inbox.push, display });
  const onResize = () => inbox.push({ kind: "resized" });
  session.open(first);
  const stops = [
    watchFiles(folder.path, designNames, (name) => inbox.push({ kind: "saved", name })),
    readKeys(process.stdin, (key) =>
      inbox.push(key === "continued" ? { kind: "resized" } : { kind: "key", key }),
    ),
    () => stream.off("resize", onResize),
  ];
  stream.on("resize", onResize);
  let drawn = "";
  try {
    for (;;) {
      const lines = session.lines();
      // Drawing it again each second would flicker, and lose what someone selects in order to copy it.
      if (lines.join("\n") !== drawn) draw(lines);
      drawn = lines.join("\n");
      const event = await inbox.next();
      if (event.kind === "resized" || event.kind === "key") drawn = ""; // an editor may have drawn over it
      const end = await session.handle(event);
      if (end === undefined) continue;
      if (end === "finished") draw(finishLines(exercises.length, folder.shown, display()));
      if (end === "interrupted") return 130;
      return progress.nextFrom(undefined) === undefined ? 0 : 1;
    }
  } finally {
    for (const stop of stops) stop();
    await session.close();
  }
}
