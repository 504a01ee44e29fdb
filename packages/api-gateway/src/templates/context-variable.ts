import { mapFromJson } from "@long-running-api/jsonpath/from-json";
import { valueDepthMax } from "@long-running-api/jsonpath/limits";
import { charge, type Meter, RenderFault } from "@long-running-api/jsonpath/meter";
import { text } from "@long-running-api/jsonpath/print";
import { type JavaMap, put, type Value, type Writes } from "@long-running-api/jsonpath/values";

// Overrides: https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-override-request-response-parameters.html

/** Values of headers, path and query string parameters; a list gives a parameter several values. */
export type OverrideValues = Record<string, string | string[]>;

/** The overrides that a template set in `$context.requestOverride`. */
export interface RequestOverride {
  header?: OverrideValues;
  path?: OverrideValues;
  querystring?: OverrideValues;
}

/** The overrides that a template set in `$context.responseOverride`. */
export interface ResponseOverride {
  status?: number;
  header?: OverrideValues;
}

/** `$context`, with a count of writes for each override. */
export interface ContextVariable {
  readonly map: JavaMap;
  readonly counts: ReadonlyMap<string, number>;
}

/** The overrides after a template has been rendered. */
export interface Overrides {
  readonly requestOverride?: RequestOverride;
  readonly responseOverride?: ResponseOverride;
  /** The members that `$context` must have again when the response template of the same call is rendered. */
  readonly carried: Readonly<Record<string, unknown>>;
  /** Parameters that were overridden more than once: API Gateway responds with 5XX. */
  readonly overriddenTwice?: readonly string[];
}

/** Builds `$context`. Overrides that an earlier template made are part of it; the maps of `$context` print nothing (recorded). */
export function contextVariable(context: object): ContextVariable {
  const counts = new Map<string, number>();
  const map = mapFromJson(context, true);
  install(map, "requestOverride", ["path", "header", "querystring"], counts);
  install(map, "responseOverride", ["header"], counts);
  return { map, counts };
}

/** Creates the maps that a template writes to, and counts the writes. */
function install(map: JavaMap, name: string, kinds: readonly string[], counts: Map<string, number>): void {
  const given = inner(map, name);
  const override = watched(given, { counts, path: name, ignoreCase: false });
  for (const kind of kinds) {
    const writes = { counts, path: `${name}.${kind}`, ignoreCase: kind === "header" };
    const parameters = watched(given && inner(given, kind), writes);
    override.entries.set(kind, { kind: "entry", key: kind, value: parameters });
  }
  put(map, name, override);
}

function watched(given: JavaMap | undefined, writes: Writes): JavaMap {
  return { kind: "map", entries: given?.entries ?? new Map(), silent: true, writes };
}

/** The current overrides. */
export function overridesOf({ map, counts }: ContextVariable, meter: Meter): Overrides {
  const [request, response] = [inner(map, "requestOverride"), inner(map, "responseOverride")];
  const requestOverride = request && requestOverrideOf(request, meter);
  const responseOverride = response && responseOverrideOf(response, meter);
  const overriddenTwice = [...counts].filter(isSecondOverride).map(([name]) => name);
  return {
    carried: {
      requestOverride: plain(request ?? null, meter),
      responseOverride: plain(response ?? null, meter),
    },
    ...(requestOverride && { requestOverride }),
    ...(responseOverride && { responseOverride }),
    ...(overriddenTwice.length > 0 && { overriddenTwice }),
  };
}

/** Headers, parameters and the status may be overridden once; other keys in the maps are not checked. */
function isSecondOverride([name, writes]: readonly [string, number]): boolean {
  return writes > 1 && (name === "responseOverride.status" || name.split(".").length > 2);
}

function inner(map: JavaMap, name: string): JavaMap | undefined {
  const value = map.entries.get(name)?.value ?? null;
  return value !== null && typeof value === "object" && value.kind === "map" ? value : undefined;
}

function requestOverrideOf(map: JavaMap, meter: Meter): RequestOverride | undefined {
  const override: RequestOverride = {};
  for (const kind of ["header", "path", "querystring"] as const) {
    const values = valuesOf(inner(map, kind), meter);
    if (values) override[kind] = values;
  }
  return Object.keys(override).length > 0 ? override : undefined;
}

function responseOverrideOf(map: JavaMap, meter: Meter): ResponseOverride | undefined {
  const override: ResponseOverride = {};
  const status = map.entries.get("status")?.value;
  // A status that is not a valid HTTP status code is ignored.
  if (typeof status === "number" && status >= 100 && status <= 599) override.status = status;
  const header = valuesOf(inner(map, "header"), meter);
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
