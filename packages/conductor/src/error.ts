/** One finding of a definition that was refused, as Conductor lists them. */
export interface ValidationError {
  readonly path: string;
  readonly message: string;
  readonly invalidValue?: string;
}

/** An answer that Conductor's clients understand as a refusal. The shape is the server's: see `errorBody`. */
export class ConductorError extends Error {
  override readonly name = "ConductorError";
  readonly status: number;
  readonly validationErrors: readonly ValidationError[] | undefined;

  constructor(status: number, message: string, validationErrors?: readonly ValidationError[]) {
    super(message);
    this.status = status;
    this.validationErrors = validationErrors;
  }
}

/** A definition or request with findings: 400. */
export function invalid(validationErrors: readonly ValidationError[]): ConductorError {
  return new ConductorError(400, "Validation failed, check below errors for detail.", validationErrors);
}

/** 404 for an execution. */
export function noSuchWorkflow(workflowId: string): ConductorError {
  return new ConductorError(404, `No such workflow found by id: ${workflowId}`);
}

/** The body of an error answer. `instance` is the server's own name; findings come without it, as on the server. */
export function errorBody({ status, message, validationErrors }: ConductorError, instance: string): object {
  return validationErrors
    ? { status, message, retryable: false, validationErrors }
    : { status, message, instance, retryable: false };
}
