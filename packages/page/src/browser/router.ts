import { decoded } from "@long-running-api/foundation/text";
import { computed, signal } from "@preact/signals";

/** The views, in the order of the navigation. */
export const viewNames = ["run", "request", "templates", "tutorial", "cloud", "class"] as const;

export type ViewName = (typeof viewNames)[number];

/** A place in the page: `#/request/ID?box=ires` is the view request, the words [ID], and the parameter box. */
export interface Place {
  readonly view: ViewName;
  readonly words: readonly string[];
  readonly query: URLSearchParams;
}

const hash = signal(location.hash);

addEventListener("hashchange", () => {
  hash.value = location.hash;
});

/** Where the page is now. */
export const place = computed<Place>(() => readPlace(hash.value));

/** Reads a place from the address; an unknown view is the first one. */
export function readPlace(text: string): Place {
  const [path = "", query = ""] = text.replace(/^#\/?/, "").split("?");
  const [name = "", ...words] = path.split("/").map(decoded);
  const view = viewNames.find((each) => each === name) ?? "run";
  return { view, words: words.filter((word) => word !== ""), query: new URLSearchParams(query) };
}

/** The address of a place. */
export function linkTo(
  view: ViewName,
  words: readonly string[] = [],
  query: Record<string, string> = {},
): string {
  const search = new URLSearchParams(query).toString();
  return `#/${[view, ...words.map(encodeURIComponent)].join("/")}${search && `?${search}`}`;
}

/** Changes the address without a new entry in the history: a selection is not a new page. */
export function replacePlace(link: string): void {
  history.replaceState(null, "", link);
  hash.value = link;
}
