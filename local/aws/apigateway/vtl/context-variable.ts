import { mapFromJson } from "./from-json.ts";
import { valueDepthMax } from "./limits.ts";
import { charge, type Meter, RenderFault } from "./meter.ts";
import { text } from "./print.ts";
import { type JavaMap, mapOf, put, type Value } from "./values.ts";

// Overrides: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html

/** Values of headers, path and query string parameters; a list gives a parameter several values. */
export type OverrideValues = Record<string, string | string[]>;

/** What a template put into `$context.requestOverride`. */
export interface RequestOverride {
  header?: OverrideValues;
  path?: OverrideValues;
  querystring?: OverrideValues;
}

/** What a template put into `$context.responseOverride`. */
export interface ResponseOverride {
  status?: number;
  header?: OverrideValues;
}

/** `$context`, and what was overridden through it. */
export interface ContextVariable {
  readonly map: JavaMap;
  /** `requestOverride.header.x` and the like that were written more than once: API Gateway answers 5XX. */
  overriddenTwice(): string[];
  requestOverride(): RequestOverride | undefined;
  responseOverride(): ResponseOverride | undefined;
  /** Both maps whole, also what is no override: the response template still finds them (recorded on AWS). */
  carried(): Record<string, unknown>;
}

const requestKinds = ["path", "header", "querystring"] as const;

/** Builds `$context`. Overrides that an earlier template made are part of it; the maps of `$context` print nothing (recorded). */
export function contextVariable(context: Readonly<Record<string, unknown>>, meter: Meter): ContextVariable {
  const writes = new Map<string, number>();
  const map = mapFromJson(context, true);
  install(map, "requestOverride", requestKinds, writes);
  install(map, "responseOverride", ["header"], writes);
  return {
    map,
    overriddenTwice: () => [...writes].filter(([, count]) => count > 1).map(([name]) => name),
    requestOverride: () => requestOverrideOf(inner(map, "requestOverride"), meter),
    responseOverride: () => responseOverrideOf(inner(map, "responseOverride"), meter),
    carried: () => ({
      requestOverride: plain(inner(map, "requestOverride") ?? null, meter),
      responseOverride: plain(inner(map, "responseOverride") ?? null, meter),
    }),
  };
}

/** Makes sure that the maps a template writes to are there, and counts what is written to them. */
function install(map: JavaMap, name: string, kinds: readonly string[], writes: Map<string, number>): void {
  const given = inner(map, name);
  const counting = (path: string, only: (key: Value) => boolean) => (key: Value) => {
    if (only(key)) writes.set(`${path}.${String(key)}`, (writes.get(`${path}.${String(key)}`) ?? 0) + 1);
  };
  const override: JavaMap = {
    ...(given ?? mapOf()),
    silent: true,
    onPut: counting(name, (key) => key === "status"),
  };
  for (const kind of kinds) {
    const parameters = given ? inner(given, kind) : undefined;
    const path = `${name}.${kind}`;
    const onPut = (key: Value) =>
      counting(path, () => true)(kind === "header" ? String(key).toLowerCase() : key);
    put({ ...override, onPut: () => {} }, kind, { ...(parameters ?? mapOf()), silent: true, onPut });
  }
  put(map, name, override);
}

function inner(map: JavaMap, name: string): JavaMap | undefined {
  const value = map.entries.get(name)?.value ?? null;
  return value !== null && typeof value === "object" && value.kind === "map" ? value : undefined;
}

function requestOverrideOf(map: JavaMap | undefined, meter: Meter): RequestOverride | undefined {
  const override: RequestOverride = {};
  for (const kind of ["header", "path", "querystring"] as const) {
    const values = valuesOf(map && inner(map, kind), meter);
    if (values) override[kind] = values;
  }
  return Object.keys(override).length > 0 ? override : undefined;
}

function responseOverrideOf(map: JavaMap | undefined, meter: Meter): ResponseOverride | undefined {
  const override: ResponseOverride = {};
  const status = map?.entries.get("status")?.value;
  // A status that is no integer, or none of HTTP's, is ignored.
  if (typeof status === "number" && status >= 100 && status <= 599) override.status = status;
  const header = valuesOf(map && inner(map, "header"), meter);
  if (header) override.header = header;
  return Object.keys(override).length > 0 ? override : undefined;
}

function valuesOf(map: JavaMap | undefined, meter: Meter): OverrideValues | undefined {
  if (!map || map.entries.size === 0) return undefined;
  const pairs = [...map.entries.values()].filter(({ value }) => value !== null);
  return Object.fromEntries(pairs.map(({ key, value }) => [text(key, meter), parameterOf(value, meter)]));
}

function parameterOf(value: Value, meter: Meter): string | string[] {
  if (value === null || typeof value !== "object" || value.kind !== "list") return text(value, meter);
  return value.items.map((item) => text(item, meter));
}

function plain(value: Value, meter: Meter, depth = 0): unknown {
  if (value === null || typeof value !== "object") return value;
  charge(meter, 1);
  if (depth > valueDepthMax) throw new RenderFault(`An override nests more than ${valueDepthMax} levels.`);
  if (value.kind === "list") return value.items.map((item) => plain(item, meter, depth + 1));
  if (value.kind === "double") return value.value;
  if (value.kind !== "map") return text(value, meter);
  const pairs = [...value.entries.values()];
  return Object.fromEntries(
    pairs.map((pair) => [text(pair.key, meter), plain(pair.value, meter, depth + 1)]),
  );
}
