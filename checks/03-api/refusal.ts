import type { HttpSeen } from "../read/call.ts";

/** What an error response of API Gateway means if the configuration is right. */
export function refusal({ status, body }: Extract<HttpSeen, { kind: "answer" }>): {
  leadsTo: string;
  hint: string;
} {
  const leadsTo = "The workflow's task gets the same response and fails: only 2xx counts as success.";
  return { leadsTo, hint: hintFor(status, body) };
}

function hintFor(status: number, body: string): string {
  if (status === 403 && /Missing Authentication Token/.test(body))
    return "API Gateway returns this for a stage, path or method that does not exist, and for a method that requires a signature. The configuration and the stage look right: a deployment may take a few seconds to go live.";
  if (/not authorized to perform: execute-api:Invoke/.test(body))
    return "The API's resource policy denies this caller: look at Resource policy, especially its conditions. The deployed version applies.";
  if (status === 403)
    return "Something rejects the call before it reaches the method: a resource policy, an API key, a firewall (WAF), or a client certificate.";
  if (status === 400 && /request body/.test(body))
    return "The body does not match the method request's model: look at Request body and Request validator there. POST sends an object with the requestId as a string; GET sends no body.";
  if (status === 400)
    return "The request is rejected before it reaches the function: look at the method request's validator and required parameters.";
  if (status === 415) return "No mapping template matches the content type application/json.";
  if (status === 429)
    return "Too many requests: the account or the stage throttles the call. Wait a minute, and look at the stage's settings.";
  if (status === 404)
    return "The response is a real 404. Only 2xx counts as success for a poll; the tutorial returns 200, with NOT_FOUND inside.";
  if (status === 504)
    return "API Gateway stopped waiting for the function: after 29 s by default, earlier if the integration has a shorter timeout. Is it called asynchronously, or is it stuck?";
  if (status === 502)
    return "API Gateway could not use the function's response, which happens with proxy integrations.";
  return "API Gateway could not call the function or could not use its response. CloudWatch has the stage's execution log, if logging is on. Test in the console shows the same without a deployment, unless the API was fixed since the last one: API settings, such as binary media types, also apply only once deployed.";
}
