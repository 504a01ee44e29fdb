/** All words of the page, by view. Figures and names are arguments; nothing else in the page is text. */
export const words = {
  name: "Long-running APIs",
  home: "Long-running APIs, home",
  views: "Views",
  theme: "Switch between light and dark",
  live: "Live",
  connecting: "Connecting",
  lost: "Not connected",
  copy: "Copy",
  copied: "Copied",
  copyWhat: (what: string) => `Copy ${what}`,
  loading: "Loading…",
  broken: "This view could not be loaded.",
  tryNow: "Try now",
  lostTitle: "The local cloud is not answering",
  lostText: (time: string, seconds: number) => `What you see is from ${time}. Trying again in ${seconds} s.`,
  lostNever: (seconds: number) => `Trying again in ${seconds} s.`,
  titles: {
    run: "Run",
    request: "Request",
    templates: "Templates",
    tutorial: "Tutorial",
    cloud: "Cloud",
    class: "Class",
  },
  tutorial: {
    title: (number: number, name: string) => `Step ${number}: ${name}`,
    steps: "Steps",
    stepName: (number: number, name: string) => `${number} ${capital(name)}`,
    passedOf: (passed: number, total: number) => `${passed} of ${total}`,
    states: {
      pass: "passed",
      fail: "failed",
      skip: "skipped",
      unknown: "could not be checked",
      waiting: "not run yet",
    },
    outcome: { pass: "pass", fail: "fail", skip: "skip", unknown: "unknown", waiting: "not run yet" },
    counted: (count: number, state: string) => `${count} ${state}`,
    right: (count: number) => `All ${count} checks of this step pass.`,
    rightSoFar: (passed: number, left: number) =>
      `${passed === 1 ? "One check passes" : `${passed} checks pass`}. ${left === 1 ? "One sends a request of its own and has" : `${left} send requests of their own and have`} not run yet.`,
    wrong: (check: string, observed: string, others: number, waiting: number) =>
      [
        others === 0
          ? `One check fails, ${check}: ${observed}.`
          : `${others + 1} checks fail. The first is ${check}: ${observed}.`,
        waiting === 0 ? "" : waiting === 1 ? "One more waits for it." : `${waiting} more wait for it.`,
      ]
        .filter((part) => part !== "")
        .join(" "),
    notBegun: "Nothing of this step is there yet. Run its command, or build it by hand in the console.",
    unread: (what: string) => `This step cannot be checked: ${what}`,
    waiting: "The checks are running.",
    check: (number: number) => `Check step ${number}`,
    checkAgain: "Check again",
    checking: "Checking…",
    checkFailed: "The check could not be started.",
    changedAgo: (seconds: number) => `changed in a terminal ${seconds} s ago`,
    ranAt: (time: string, seconds: string) => `${time}, took ${seconds} s`,
    checksOf: (number: number) => `Checks of step ${number}`,
    checks: "Checks",
    expected: "Expected",
    observed: "Observed",
    leadsTo: "Leads to",
    note: "Note",
    seeRequest: "See the latest request",
    hints: "Hints, in stages",
    hint: (stage: number, of: number) =>
      `Hint ${stage} of ${of}: ${stage === 1 ? "where to look" : "what to look for"}`,
    solution: "Solution: the difference",
    lookAt: "Look at",
    followsFrom: (check: string) => `follows from ${check}`,
    sends: "sends a request: it runs when you check this step",
    stale: "Something changed since: check this step again.",
    passedFold: (count: number) => `${count} passed`,
    show: "Show",
    does: "What this step does",
    byHand: (section: string) => `By hand in the AWS console: ${section}`,
    exercises: (solved: number, total: number) => `Exercises, ${solved} of ${total} solved`,
    exercise: (title: string) => `Exercise: ${title}`,
    exerciseStates: {
      solved: "solved",
      unsolved: "started",
      changed: "changed, not tried yet",
      none: "not begun",
    },
    yourFile: "Your file:",
    noFile: "It has no file: a command solves it.",
    tries: "This tries your file, and again each time you save it.",
    percent: (share: number) => `${share} %`,
    missing: "This page has no checks to show.",
    announced: (check: string, outcome: string) => `${check}: ${outcome}`,
  },
  cloud: {
    lead: {
      fine: "Everything the tutorial made is here, and the deployment is up to date. Read-only.",
      nothing: "Nothing of the tutorial is here yet. The steps create it.",
      missing: (what: string) => `Not everything is there yet: ${what}. Read-only.`,
      notDeployed: (what: string, others: number) =>
        others === 0
          ? `One thing is not deployed: ${what}. Read-only.`
          : `${others + 1} things are not deployed, first ${what}. Read-only.`,
    },
    place: (account: string | undefined, region: string) =>
      account === undefined ? region : `account ${account}, ${region}`,
    services: {
      table: "DynamoDB",
      function: "Lambda",
      api: "API Gateway",
      role: "IAM role",
      execution: "Conductor",
    },
    parts: {
      table: "the table",
      function: "the function",
      api: "the API",
      role: "the role",
      execution: "a run",
    },
    panels: { table: "Table", function: "Function", api: "API", role: "Role", execution: "Execution" },
    none: (step: string) => `It does not exist yet. ${step} creates it.`,
    noRun: "No run has been started yet.",
    unread: (problem: string) => `It could not be read: ${problem}`,
    rows: (count: number, more: boolean) =>
      `${more ? "more than " : ""}${count} ${count === 1 ? "row" : "rows"}`,
    rowsRegion: "Rows",
    noRows: "The table is empty: no request has arrived yet.",
    keys: { HASH: "partition key", RANGE: "sort key" },
    settings: (runtime: string, memoryMb: number | undefined, timeoutSeconds: number) =>
      `${runtime}, ${memoryMb === undefined ? "" : `${memoryMb} MB, `}${timeoutSeconds} s`,
    processes: "Processes",
    counts: (idle: number, busy: number) => `${idle} warm, ${busy} at work`,
    role: "Role",
    environment: "Environment",
    logRegion: (name: string) => `Log of ${name}`,
    noLog: "Nothing was logged within the last hour.",
    stage: (stage: string | undefined, deployment: string | undefined) =>
      stage === undefined
        ? "no stage: nothing is deployed"
        : `stage ${stage}, deployment ${deployment ?? "none"}`,
    methods: {
      deployed: "deployed",
      changed: "changed since",
      new: "not deployed",
      unknown: "cannot be compared",
    },
    deployed: "Deployed",
    now: "Now",
    nothing: "none",
    snapshot:
      "A deployment is a snapshot. The console's Test shows a change at once; callers get it after Deploy API.",
    trusted: "Trusted",
    may: "May",
    mayNot: "May not",
    on: "on",
    onlyIf: (conditions: string) => `only if ${conditions}`,
    attached: "Attached",
    ran: (seconds: string | undefined, polls: number) =>
      [
        seconds === undefined ? "" : `${seconds} s`,
        polls === 0 ? "" : `${polls} ${polls === 1 ? "poll" : "polls"}`,
      ]
        .filter((part) => part !== "")
        .join(", "),
    howMuch: "How much of the JSON",
    whatMatters: "What matters",
    everything: (kilobytes: string) => `Everything, ${kilobytes} kB`,
    json: "the execution's JSON",
    jsonRegion: "The execution as JSON",
    copyJson: "Copy",
  },
  class: {
    lead: {
      nobody:
        "Nobody of a class works in this cloud. Learners appear here once they run a step with --learner NAME.",
      done: (count: number) => `All ${count} are done.`,
      same: (names: string, check: string) =>
        `${names} are stuck on the same check, ${check}. It is a good moment to show it to all.`,
      one: (name: string, check: string, minutes: number) =>
        `${name} has been at ${check} for ${minutes} min. The others move on.`,
      moving: "Nobody is stuck for more than 5 minutes.",
    },
    and: (names: readonly string[]) =>
      names.length < 2
        ? names.join("")
        : names.length < 4
          ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`
          : `${names.slice(0, 2).join(", ")} and ${names.length - 2} others`,
    learner: (number: number) => `Learner ${number}`,
    namesGroup: "Names",
    names: "Names",
    anonymous: "Anonymous",
    fullScreen: "Full screen",
    done: "Done",
    of: (total: number) => ` of ${total}`,
    stuck: "Stuck for more than 5 min",
    median: "Median step",
    failsMost: "Fails most",
    failsFor: (count: number, total: number, minutes: string) => `${count} of ${total}, for ${minutes} min`,
    nothingFails: "nothing",
    roster: "Roster",
    who: "Who is where",
    legend: {
      passed: "passed",
      next: "next",
      failed: "failed",
      none: "not begun",
      unknown: "could not be checked",
    },
    rosterRegion: "Roster, scrolls sideways",
    columns: { learner: "Learner", onIt: "On it for", first: "First thing that is wrong" },
    step: (number: number, title: string) => `${number} ${capital(title)}`,
    share: (passed: number, total: number) => `${passed}/${total}`,
    minutes: (count: number) => (count === 0 ? "less than 1 min" : `${count} min`),
    isDone: "done",
    completed: "COMPLETED",
  },
} as const;

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
