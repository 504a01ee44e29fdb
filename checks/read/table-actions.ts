import type { CodeSeen } from "../rules/code.ts";

export const tableActions = ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"] as const;

/** How code names them: boto3's methods, the SDK's commands and those of its document client. */
const calls = {
  "dynamodb:PutItem": /put_?item|batch_writer|\bPutCommand\b|\.put\(/i,
  "dynamodb:GetItem": /get_?item|\bGetCommand\b|\.get\(\s*\{/i,
  "dynamodb:UpdateItem": /update_?item|\bUpdateCommand\b|\.update\(\s*\{/i,
} as const;

/** Ways to read a table that need other permissions; calling the function shows whether it has them. */
const readsOtherwise = /\bQueryCommand\b|\bScanCommand\b|\.(?:query|scan)\(|execute_?statement/i;

/**
 * The actions that the function needs: the tutorial's three, without those that code in a single file does
 * not call. `polled`: GET calls it. Code in several files, or code that writes in an unknown way, counts as needing all three.
 */
export function actionsOf({ text, files }: CodeSeen, { polled }: { polled: boolean }): readonly string[] {
  if (text === undefined || files.filter((name) => /\.(py|js|mjs|cjs|so|node)$/.test(name)).length > 1)
    return tableActions;
  const used = tableActions.filter((action) => calls[action].test(text));
  const usedMin = polled && !readsOtherwise.test(text) ? 2 : 1; // it writes, and where it is polled, reads
  return used.length >= usedMin ? used : tableActions;
}
