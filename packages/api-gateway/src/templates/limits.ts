// Limits that keep a template from running away. The first two are API Gateway's own:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
// The others are ours: a template that exceeds one of them ends with a TemplateError.

/** Size of a mapping template, in bytes. */
export const templateBytesMax = 300 * 1024;
/** Iterations of one #foreach; Velocity silently leaves the loop there. */
export const loopRoundsMax = 1000;
/** Elements of one range or list. */
export const listItemsMax = 100_000;
/** Nesting of blocks, parentheses, strings, lists and maps. */
export const nestingMax = 100;
/** Parsed templates that are kept, and their total size in characters. */
export const cachedTemplatesMax = 200;
export const cachedCharsMax = 4 * 1024 * 1024;
/** Evaluation depth: nested operators, blocks, macros and #define. */
export const evaluationDepthMax = 500;
