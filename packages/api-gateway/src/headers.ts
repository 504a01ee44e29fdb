/** Headers in the order received, with names as written. */
export type HeaderList = [name: string, value: string][];

/** The same, read-only; also used for the parameters of a query string. */
export type Pairs = readonly (readonly [name: string, value: string])[];

/** The last value of a header; its name is case-insensitive. */
export function headerOf(headers: Pairs, name: string): string | undefined {
  const wanted = name.toLowerCase();
  return headers.findLast(([key]) => key.length === wanted.length && key.toLowerCase() === wanted)?.[1];
}

/** Last value of each name, as `$input.params().header` and a proxy event's `headers` show them. */
export function single(list: Pairs): Record<string, string> {
  const values: Record<string, string> = {};
  for (const [name, value] of list) values[name] = value;
  return values;
}

/** All values of each name. */
export function multiple(list: Pairs): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const [name, value] of list) {
    const known = values[name];
    if (known) known.push(value);
    else values[name] = [value];
  }
  return values;
}

/** Sets a header, replacing one of the same name in any case; a list gives it several values. */
export function setHeader(headers: HeaderList, name: string, value: string | string[]): void {
  dropHeader(headers, name);
  if (typeof value === "string") headers.push([name, value]);
  else for (const item of value) headers.push([name, item]);
}

/** Removes a header; its name is case-insensitive. */
export function dropHeader(headers: HeaderList, name: string): void {
  const wanted = name.toLowerCase();
  for (let index = headers.length - 1; index >= 0; index -= 1) {
    if (headers[index]?.[0].toLowerCase() === wanted) headers.splice(index, 1);
  }
}
