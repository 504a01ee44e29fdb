import type { LineTrace } from "@long-running-api/api-gateway/templates";

/** A template to render with a sample. */
export interface TemplateQuestion {
  readonly phase: "request" | "response";
  readonly template: string;
  readonly body: string;
  readonly path: Readonly<Record<string, string>>;
  readonly method: string;
  /** What an earlier template of the same call has set. */
  readonly responseOverride?: Readonly<Record<string, unknown>>;
}

export interface TemplateAnswer {
  readonly output: string;
  readonly overrides: Readonly<Record<string, unknown>>;
  readonly unresolved: readonly string[];
  readonly lines: readonly LineTrace[];
}

export interface TemplateFailure {
  readonly error: {
    readonly message: string;
    readonly line: number;
    readonly column: number;
    readonly excerpt: string;
    /** The template is not rendered at all: the body that it reads is not valid JSON. */
    readonly rejectsBody?: true;
  };
}
