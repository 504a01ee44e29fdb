/** Answers nothing when AWS refuses with that error, e.g. `ResourceNotFoundException`; any other error passes on. */
export async function unless<T>(name: string, request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request();
  } catch (error) {
    if (error instanceof Error && error.name === name) return undefined;
    throw error;
  }
}
