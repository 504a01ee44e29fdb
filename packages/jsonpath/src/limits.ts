// Limits that keep a query, a match or a text from running away. All are ours except the first.

/** Depth of a JSON document, or of a value that is printed or compared; json-smart's limit is also 400. */
export const valueDepthMax = 400;
/** Size of one generated text, in characters: API Gateway's payload limit. */
export const textCharsMax = 10 * 1024 * 1024;
/** Steps of one piece of work: nodes visited, characters copied (by 16), regular expression steps. */
export const stepsMax = 5_000_000;
/** Recursion depth of one regular expression match. */
export const regexDepthMax = 800;
/** Size of a number, in bits. */
export const numberBitsMax = 4096;
