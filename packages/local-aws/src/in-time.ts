/** The promise's result; rejects with `late()` when it takes longer than `millisMax`. */
export function inTime<T>(work: Promise<T>, millisMax: number, late: () => Error): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(late()), millisMax);
    work.then(
      (result) => {
        clearTimeout(timer);
        resolve(result);
      },
      (error: unknown) => {
        clearTimeout(timer);
        reject(error);
      },
    );
  });
}
