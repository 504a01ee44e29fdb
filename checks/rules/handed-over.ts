import { withoutComments } from "./comments.ts";

/** Whether code gives its work to something else: another AWS service, or any address that it calls. */
export function handsOver(whole: string): boolean {
  const text = withoutComments(whole);
  return (
    /@aws-sdk\/(?!client-dynamodb\b|lib-dynamodb\b|util-dynamodb\b)/.test(text) ||
    /\b(?:client|resource)\(\s*(?:service_name\s*=\s*)?["'](?!dynamodb["'])/.test(text) ||
    /\bfetch\(|\bhttps?\.request\(|\burllib\b|\brequests\.(?:post|put|get)\b/.test(text)
  );
}
