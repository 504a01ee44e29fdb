/** The error that an AWS SDK client gets. */
export interface Refusal {
  name: string;
  message: string;
  status: number | undefined;
}

/** The error that a call must end with; throws where it succeeds. */
export async function refusalOf(call: Promise<unknown>): Promise<Refusal> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    return { name, message, status: $metadata?.httpStatusCode };
  }
  throw new Error("The call succeeded; it should have been refused.");
}
