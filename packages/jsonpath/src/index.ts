export { type Found, JsonPathError, queryPlain } from "./query-plain.ts";
