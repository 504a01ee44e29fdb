import { type FSWatcher, statSync, watch } from "node:fs";
import path from "node:path";

/** Events often come twice for one save, and the file may still be empty at the first. */
const settleMs = 80;
/** For file systems that send no events: network drives, some containers. */
const pollMs = 500;

/**
 * Calls `onSave` with a file's name soon after it was saved, also by an editor that writes another file and renames it.
 * Returns a function that stops this.
 */
export function watchFiles(
  folder: string,
  names: readonly string[],
  onSave: (name: string) => void,
): () => void {
  const seen = new Map(names.map((name) => [name, stampOf(folder, name)]));
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    for (const name of names) {
      const stamp = stampOf(folder, name);
      if (stamp === seen.get(name)) continue;
      seen.set(name, stamp);
      if (stamp !== undefined) onSave(name); // a file that is gone may be in the middle of a rename
    }
  };
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(look, settleMs);
  };
  const poll = setInterval(look, pollMs);
  const watcher = tryToWatch(folder, settle);
  return () => {
    clearTimeout(timer);
    clearInterval(poll);
    watcher?.close();
  };
}

/** Where the system cannot watch the folder, looking at it now and then has to do. */
function tryToWatch(folder: string, onEvent: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(folder, onEvent);
    watcher.on("error", () => watcher.close());
    return watcher;
  } catch {
    return undefined;
  }
}

function stampOf(folder: string, name: string): string | undefined {
  const stat = statSync(path.join(folder, name), { throwIfNoEntry: false });
  return stat && `${stat.mtimeMs} ${stat.size} ${stat.ino}`;
}
