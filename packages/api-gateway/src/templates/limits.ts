// What keeps a template from running away. The first two are API Gateway's own:
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html
// The others are ours: a template that meets one of them ends with a TemplateError.

/** Size of a mapping template, in bytes. */
export const templateBytesMax = 300 * 1024;
/** Rounds of one #foreach; Velocity leaves the loop there without a word. */
export const loopRoundsMax = 1000;
/** Elements of one range or list. */
export const listItemsMax = 100_000;
/** Blocks, parentheses, strings within strings, lists and maps within each other. */
export const nestingMax = 100;
/** Parsed templates that are kept, and their total size in characters. */
export const cachedTemplatesMax = 200;
export const cachedCharsMax = 4 * 1024 * 1024;
/** Depth of evaluation: operators, blocks, macros and #define within each other. */
export const evaluationDepthMax = 500;
