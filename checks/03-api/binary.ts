/** What is seen of an integration, or of its response, that converts to binary, and how the reference differs. */
export const convertedToBinary = {
  observed: "Content handling is “Convert to binary” (CONVERT_TO_BINARY)",
  differences: [{ field: "content handling", found: "CONVERT_TO_BINARY", right: "passthrough" }],
};
