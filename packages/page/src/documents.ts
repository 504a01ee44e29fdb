// The documents that the views Tutorial, Templates, Cloud and Class read, by the name under /data/.

/** Times are in ms since 1970. */
export interface CheckSeen {
  readonly id: string;
  readonly claim: string;
  /** `waiting`: no verdict yet. */
  readonly status: "pass" | "fail" | "skip" | "unknown" | "waiting";
  readonly expected?: string;
  readonly observed?: string;
  readonly leadsTo?: string;
  readonly lookAt?: string;
  readonly hint?: string;
  /** The check that this one follows from. */
  readonly because?: string;
  readonly remarks: readonly string[];
  readonly differences?: readonly {
    readonly field: string;
    readonly found: string;
    readonly right: string;
  }[];
  /** It sends a request of its own, so it runs only on request. */
  readonly acts: boolean;
  /** Something was changed since this verdict. */
  readonly stale: boolean;
  /** When the verdict changed without a click on this page. */
  readonly changedAt?: number;
  /** The latest call of the method that a failed check is about. */
  readonly requestId?: string;
}

export interface StepSeen {
  readonly id: string;
  readonly title: string;
  /** What the step does, in paragraphs. */
  readonly about: readonly string[];
  readonly commands: readonly string[];
  /** The section of docs/tutorial.md, by hand in the console. */
  readonly section: string;
  readonly checks: readonly CheckSeen[];
  /** When it was checked last, and for how long. */
  readonly at?: number;
  readonly ms?: number;
}

/** `tutorial` */
export interface TutorialDocument {
  readonly checking: boolean;
  readonly steps: readonly StepSeen[];
}

/** `changed`: the learner's own version, not tried yet. */
export type ExerciseState = "solved" | "unsolved" | "changed" | "none";

export interface ExerciseSeen {
  readonly id: string;
  readonly title: string;
  readonly task: string;
  readonly step: string;
  readonly file?: string;
  readonly state: ExerciseState;
}

/** `exercises` */
export interface ExercisesDocument {
  readonly folder: string;
  readonly next?: string;
  readonly exercises: readonly ExerciseSeen[];
}

/** A part of the cloud that could not be read. */
export interface Unread {
  readonly problem: string;
}

export interface TableSeen {
  readonly name: string;
  readonly status: string;
  readonly keys: readonly { readonly name: string; readonly role: string; readonly type: string }[];
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Whether there are more rows than these. */
  readonly more: boolean;
}

export interface FunctionSeen {
  readonly name: string;
  readonly state: string;
  readonly runtime: string;
  readonly timeoutSeconds: number;
  readonly memoryMb?: number;
  readonly role: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly processes?: { readonly idle: number; readonly busy: number };
  readonly log: readonly { readonly time: number; readonly message: string }[];
}

export interface MethodOfTree {
  readonly name: string;
  readonly state: "deployed" | "changed" | "new" | "unknown";
  readonly integration: string;
  readonly differences: readonly { readonly field: string; readonly found: string; readonly right: string }[];
}

export interface ApiTree {
  readonly id: string;
  readonly name: string;
  readonly stage?: string;
  readonly deploymentId?: string;
  readonly resources: readonly { readonly path: string; readonly methods: readonly MethodOfTree[] }[];
}

export interface RoleSeen {
  readonly name: string;
  readonly trusted: readonly string[];
  readonly statements: readonly {
    readonly effect: "Allow" | "Deny";
    readonly actions: readonly string[];
    readonly resources: readonly string[];
    readonly conditions: string;
  }[];
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
}

export interface ExecutionSeen {
  readonly workflow: string;
  readonly workflowId: string;
  readonly status: string;
  readonly ms?: number;
  readonly polls: number;
  /** The record as Conductor returns it. */
  readonly record: unknown;
}

/** `cloud`; a part that does not exist is missing. */
export interface CloudDocument {
  readonly account?: string;
  readonly region: string;
  readonly names: Readonly<Record<"table" | "function" | "api" | "role" | "workflow", string>>;
  readonly table?: TableSeen | Unread;
  readonly function?: FunctionSeen | Unread;
  readonly api?: ApiTree | Unread;
  readonly role?: RoleSeen | Unread;
  readonly execution?: ExecutionSeen | Unread;
}

/** Where one learner is in one step. */
export interface StepOfLearner {
  readonly state: "passed" | "failed" | "next" | "none" | "unknown";
  readonly passed: number;
  readonly total: number;
}

export interface LearnerSeen {
  readonly name: string;
  readonly steps: readonly StepOfLearner[];
  readonly done: boolean;
  /** The first check that does not pass, and since when. */
  readonly first?: { readonly check: string; readonly observed: string; readonly since: number };
}

/** `class` */
export interface ClassDocument {
  /** Names were replaced before they left the server. */
  readonly anonymous: boolean;
  readonly checking: boolean;
  /** How many learners there are; those that were not read yet are missing in `learners`. */
  readonly found: number;
  readonly steps: readonly { readonly id: string; readonly title: string }[];
  readonly learners: readonly LearnerSeen[];
}

/** A template, or a condition, to start from. */
export interface TemplateExample {
  readonly id: string;
  readonly group: "tutorial" | "printed" | "mistake";
  readonly method: "POST" | "GET";
  readonly phase: "request" | "response";
  readonly template: string;
}

/** One answer of the last run, as the condition sees it. */
export interface AnswerSeen {
  readonly poll: number;
  readonly response: {
    readonly statusCode: number;
    readonly reasonPhrase?: string;
    readonly headers?: Readonly<Record<string, readonly string[]>>;
    readonly body: unknown;
  };
  /** What the function returned, as text; only an embedded cloud knows. */
  readonly returned?: string;
}

/** `templates` */
export interface TemplatesDocument {
  readonly examples: readonly TemplateExample[];
}

/** `condition`; `answers` is empty before the first run. */
export interface ConditionDocument {
  readonly condition: string;
  readonly requestId?: string;
  readonly pollSeconds?: number;
  readonly input: unknown;
  readonly answers: readonly AnswerSeen[];
}
