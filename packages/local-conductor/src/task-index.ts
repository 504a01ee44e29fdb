import { definedName, type Task, type WritableTaskIndex } from "./model.ts";

/** Creates an index, empty or of tasks in order. */
export function taskIndex(tasks: Iterable<Task> = []): WritableTaskIndex {
  const byId = new Map<string, Task>();
  const openIds = new Set<string>();
  const latestIds = new Map<string, string>();
  let lastSeq = 0;

  const index: WritableTaskIndex = {
    get size() {
      return byId.size;
    },
    get lastSeq() {
      return lastSeq;
    },
    all: () => byId.values(),
    get: (taskId) => byId.get(taskId),
    *open() {
      for (const taskId of openIds) yield byId.get(taskId) as Task;
    },
    latest: (name) => byId.get(latestIds.get(name) ?? ""),
    put(task) {
      byId.set(task.taskId, task);
      lastSeq = Math.max(lastSeq, task.seq);
      if (isOpen(task)) openIds.add(task.taskId);
      else openIds.delete(task.taskId);
      const name = definedName(task.referenceTaskName);
      const known = byId.get(latestIds.get(name) ?? "");
      if (!known || known.seq <= task.seq) latestIds.set(name, task.taskId);
    },
    remove(taskId) {
      const task = byId.get(taskId);
      if (!task) return;
      byId.delete(taskId);
      openIds.delete(taskId);
      if (task.seq === lastSeq) lastSeq = Math.max(0, ...[...byId.values()].map(({ seq }) => seq));
      const name = definedName(task.referenceTaskName);
      if (latestIds.get(name) !== taskId) return;
      latestIds.delete(name);
      for (const other of byId.values()) if (definedName(other.referenceTaskName) === name) index.put(other);
    },
  };
  for (const task of tasks) index.put(task);
  return index;
}

function isOpen(task: Task): boolean {
  return !task.executed && !task.retried && task.status !== "SKIPPED";
}
