import { badRequest, conflict } from "./errors.ts";
import type { Api, ApiResource } from "./store.ts";

type Tree = Readonly<Api>;
type Node = Readonly<ApiResource>;

const literalPart = /^[a-zA-Z0-9._\-:]+$/;
const variablePart = /^\{[a-zA-Z0-9._\-:]+\+?\}$/;

/** The path of a child resource. */
export function childPath(parent: Node, pathPart: string): string {
  return parent.path === "/" ? `/${pathPart}` : `${parent.path}/${pathPart}`;
}

/** Applies AWS's checks to a path part, alone and among its siblings. */
export function checkPathPart(api: Tree, parent: Node, pathPart: string, self?: string): void {
  if (isGreedy(parent.pathPart))
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`);
  if (!literalPart.test(pathPart) && !variablePart.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at the beginning and the end.",
    );
  }
  const siblings = childrenOf(api, parent.id).filter(({ id }) => id !== self);
  if (siblings.some((sibling) => sibling.pathPart === pathPart))
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`);
  const variable = siblings.find((sibling) => sibling.pathPart?.startsWith("{"));
  if (variable && pathPart.startsWith("{")) {
    throw badRequest(
      `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    );
  }
}

/** The direct children of a resource. */
export function childrenOf(api: Tree, id: string): Node[] {
  return Object.values(api.resources).filter(({ parentId }) => parentId === id);
}

/** The ids of all descendants of a resource. */
export function descendantsOf(api: Tree, id: string): string[] {
  return childrenOf(api, id).flatMap((child) => [child.id, ...descendantsOf(api, child.id)]);
}

/** Updates the paths of all descendants after a resource was renamed or moved. */
export function repath(api: Api, resource: ApiResource): void {
  for (const child of Object.values(api.resources)) {
    if (child.parentId !== resource.id) continue;
    child.path = childPath(resource, child.pathPart ?? "");
    repath(api, child);
  }
}

function isGreedy(pathPart: string | undefined): boolean {
  return pathPart?.endsWith("+}") ?? false;
}
