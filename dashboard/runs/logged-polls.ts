import type { Task } from "@long-running-api/conductor/client";
import type { RunRequest } from "@long-running-api/page/run/record";

/** e.g. "poll 3: GET http://…/12345 → 200 in 9 ms, condition false, next in 5 s", as our server and worker log it. */
const pollLine = /^poll (\d+): (\S+) (\S+) → (\d{3}) in (\d+) ms/;

/** What Conductor's own record shows of a run's requests: its HTTP tasks, and the logged polls. */
export function requestsInLogs(
  tasks: readonly Task[],
  logs: readonly { log?: string; createdTime?: number }[],
  at: (time: number) => number,
): RunRequest[] {
  const sent = tasks.flatMap((task): RunRequest[] => {
    const request = task.inputData?.["http_request"] as { uri?: string; method?: string } | undefined;
    if (task.taskType !== "HTTP" || !request?.uri || !task.startTime || !task.endTime) return [];
    const response = task.outputData?.["response"] as { statusCode?: number } | undefined;
    return [
      {
        id: task.taskId ?? "",
        to: "api",
        purpose: "invoke",
        method: request.method ?? "GET",
        path: pathOf(request.uri),
        ...(response?.statusCode === undefined ? {} : { status: response.statusCode }),
        start: at(Number(task.startTime)),
        end: at(Number(task.endTime)),
      },
    ];
  });
  const polls = logs.flatMap(({ log = "", createdTime }): RunRequest[] => {
    const [, poll, method = "", uri = "", status, ms] = pollLine.exec(log) ?? [];
    if (poll === undefined || createdTime === undefined) return [];
    const end = at(createdTime);
    return [
      {
        id: `poll-${poll}`,
        to: "api",
        purpose: "poll",
        poll: Number(poll),
        method,
        path: pathOf(uri),
        status: Number(status),
        start: Math.max(0, end - Number(ms)),
        end,
      },
    ];
  });
  return [...sent, ...polls];
}

function pathOf(uri: string): string {
  return /\/[^/?]+(?=\?|$)/.exec(uri)?.[0] ?? uri;
}
