/** One validation error of a definition, as Conductor lists them. */
export interface ValidationError {
  readonly path: string;
  readonly message: string;
  readonly invalidValue?: string;
}

/** An error response in the server's shape: see `errorBody`. */
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

/** An invalid definition or request: 400. */
export function invalid(validationErrors: readonly ValidationError[]): ConductorError {
  return new ConductorError(400, "Validation failed, check below errors for detail.", validationErrors);
}

/** 404 for an execution. */
export function noSuchWorkflow(workflowId: string): ConductorError {
  return new ConductorError(404, `No such workflow found by id: ${workflowId}`);
}

/** The body of an error response. `instance` is the server's name; validation errors omit it, as on the server. */
export function errorBody({ status, message, validationErrors }: ConductorError, instance: string): object {
  return validationErrors
    ? { status, message, retryable: false, validationErrors }
    : { status, message, instance, retryable: false };
}
