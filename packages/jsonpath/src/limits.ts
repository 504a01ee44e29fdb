// What keeps a query, a match or a text from running away. All of it is ours but for the first.

/** Depth of a value that is printed or compared, or of a JSON document; json-smart's limit is 400 too. */
export const valueDepthMax = 400;
/** Size of one text that is made, in characters: API Gateway's payload limit. */
export const textCharsMax = 10 * 1024 * 1024;
/** Work for one piece of work: nodes visited, characters copied (by 16), regular expression steps. */
export const stepsMax = 5_000_000;
/** Depth of recursion inside one regular expression match. */
export const regexDepthMax = 800;
/** Size of a number, in bits. */
export const numberBitsMax = 4096;
