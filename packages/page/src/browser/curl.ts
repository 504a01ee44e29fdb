import type { RequestRecord } from "../request-record.ts";

/** The request as a curl command for a POSIX shell; the host is the local cloud's. */
export function curlOf({ method, path, apiId, stage, methodRequest }: RequestRecord, host: string): string {
  const { headers = [], query = [], body = "" } = methodRequest ?? {};
  const search = new URLSearchParams(query.map(([name, value]) => [name, value])).toString();
  const url = `http://${host}/_aws/execute-api/${apiId}/${stage}${path}${search && `?${search}`}`;
  const sent = headers.filter(([name]) => /^(accept|content-type|x-(?!amzn-))/i.test(name));
  const parts = [
    `curl -X ${method} ${quoted(url)}`,
    ...sent.map(([name, value]) => `-H ${quoted(`${name}: ${value}`)}`),
    ...(body === "" ? [] : [`--data-raw ${quoted(body)}`]),
  ];
  return parts.join(" ");
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
