import type { HttpSeen } from "../read/call.ts";

/** What an error answer of API Gateway means, once the design itself was found right. */
export function refusal({ status, body }: Extract<HttpSeen, { kind: "answer" }>): {
  leadsTo: string;
  hint: string;
} {
  const leadsTo = "The workflow's task gets the same answer, and fails: only 2xx counts as success.";
  return { leadsTo, hint: hintFor(status, body) };
}

function hintFor(status: number, body: string): string {
  if (status === 403 && /Missing Authentication Token/.test(body))
    return "API Gateway says this for a stage, path or method that it does not serve, and for a method that wants a signature. Design and stage look right: a deployment may need a few seconds to be live.";
  if (/not authorized to perform: execute-api:Invoke/.test(body))
    return "The API's resource policy refuses this caller: look at Resource policy, above all at its conditions. As it was deployed, it counts.";
  if (status === 403)
    return "Something refuses the call before it reaches the method: a resource policy, an API key, a firewall (WAF), or a client certificate.";
  if (status === 400 && /request body/.test(body))
    return "The body does not fit the model that the method request wants: look at Request body and at the request validator there. POST's body is the requestId, as a text; GET has none.";
  if (status === 400)
    return "The request is refused before the function: look at the method request's validator and required parameters.";
  if (status === 415) return "No mapping template fits the content type application/json.";
  if (status === 429)
    return "Too many requests: the account's or the stage's throttling refuses the call. Wait a minute, and look at the stage's settings.";
  if (status === 404)
    return "The answer is a real 404. Only 2xx counts as success for a poll; the tutorial answers 200, with NOT_FOUND inside.";
  if (status === 504)
    return "API Gateway did not wait longer for the function: 29 s by default, less if the integration's timeout says so. Was it called asynchronously, and is it stuck?";
  if (status === 502)
    return "API Gateway could not use the function's answer: that happens with proxy integrations.";
  return "API Gateway could not call the function, or not use its answer. CloudWatch has the execution log of the stage, if it is switched on; Test in the console shows the same without a deployment, unless it was mended since: the API's own settings too, such as its binary media types, count as they were deployed.";
}
