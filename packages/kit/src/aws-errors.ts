/** Returns undefined when AWS rejects the call with that error, e.g. `ResourceNotFoundException`; rethrows any other error. */
export async function unless<T>(name: string, request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof Error && error.name === name) return undefined;
    throw error;
  }
}
