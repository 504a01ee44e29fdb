/** Maps with at most `atOnceMax` at a time; the results keep their order. */
export async function mapLimited<T, U>(
  items: readonly T[],
  atOnceMax: number,
  map: (item: T) => Promise<U>,
): Promise<U[]> {
  const answers: U[] = [];
  let next = 0;
  const work = async () => {
    while (next < items.length) {
      const index = next++;
      answers[index] = await map(items[index] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnceMax, items.length) }, work));
  return answers;
}
