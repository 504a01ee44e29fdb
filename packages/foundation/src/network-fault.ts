/** The kinds of failure below HTTP. */
export type NetworkFaultKind =
  | "refused"
  | "reset"
  | "timed out"
  | "unknown host"
  | "no name server"
  | "no route"
  | "certificate"
  | "not TLS"
  | "not HTTP"
  | "other";

/** A network error, with the code and message of its innermost cause. */
export interface NetworkFault {
  readonly kind: NetworkFaultKind;
  readonly code: string;
  readonly message: string;
}

/** The network fault behind an error of fetch, the AWS SDK or node:http; undefined for any other error. */
export function networkFault(error: unknown): NetworkFault | undefined {
  for (const { code: given, name, message } of causesOf(error)) {
    const code = typeof given === "string" ? given : name; // a DOMException's code is a number
    const kind = kindOf(code, `${name} ${message}`);
    if (kind) return { kind, code, message: message || code || name };
  }
  return undefined;
}

const depthMax = 8;

/** Innermost cause first: fetch puts the network error in `cause`, a connection to several addresses in `errors`. */
function causesOf(error: unknown, depth = 0): NodeJS.ErrnoException[] {
  if (!(error instanceof Error) || depth > depthMax) return [];
  const inner = error instanceof AggregateError ? error.errors : [];
  return [...[error.cause, ...inner].flatMap((each) => causesOf(each, depth + 1)), error];
}

const kinds: Readonly<Record<string, NetworkFaultKind>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "reset",
  EPIPE: "reset",
  UND_ERR_SOCKET: "reset",
  ETIMEDOUT: "timed out",
  TimeoutError: "timed out",
  UND_ERR_CONNECT_TIMEOUT: "timed out",
  UND_ERR_HEADERS_TIMEOUT: "timed out",
  UND_ERR_BODY_TIMEOUT: "timed out",
  ENOTFOUND: "unknown host",
  EAI_AGAIN: "no name server",
  EHOSTUNREACH: "no route",
  EHOSTDOWN: "no route",
  ENETUNREACH: "no route",
  EPROTO: "not TLS",
  ERR_SSL_WRONG_VERSION_NUMBER: "not TLS",
  ERR_SSL_PACKET_LENGTH_TOO_LONG: "not TLS",
};

const certificate =
  /SELF_SIGNED_CERT|UNABLE_TO_(?:GET_ISSUER|VERIFY)|CERT_(?:HAS_EXPIRED|NOT_YET_VALID|UNTRUSTED)|ERR_TLS_CERT_ALTNAME|self.signed certificate/i;

/** For clients that report only a message, without a code. */
const words =
  /\b(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH)\b/;

function kindOf(code: string, text: string): NetworkFaultKind | undefined {
  const known = Object.hasOwn(kinds, code) ? kinds[code] : undefined;
  if (known) return known;
  if (certificate.test(`${code} ${text}`)) return "certificate";
  if (code.startsWith("HPE_")) return "not HTTP";
  const [named] = words.exec(text) ?? [];
  if (named) return kinds[named];
  if (/socket hang up|other side closed/i.test(text)) return "reset";
  return /fetch failed/.test(text) ? "other" : undefined;
}

/** Explains a fault to the user: what is wrong and what to do. `peer` names the server that did not answer. */
export function explainNetworkFault(
  { kind, message }: NetworkFault,
  peer: string,
): { what: string; toDo: string } {
  switch (kind) {
    case "refused":
      return {
        what: `No answer from ${peer}: the connection was refused.`,
        toDo: "Make sure that it is running and that its address is right.",
      };
    case "reset":
      return {
        what: `No answer from ${peer}: the connection was closed before a response arrived.`,
        toDo: "Run the same command again. If it happens again, look at the server's log.",
      };
    case "timed out":
      return {
        what: `No answer from ${peer} in time.`,
        toDo: "Is the network slow, or is a proxy or firewall in the way? Run the same command again.",
      };
    case "unknown host":
    case "no name server":
      return {
        what: `No answer from ${peer}: its host name was not found.`,
        toDo: "Check the address and the network connection.",
      };
    case "no route":
      return {
        what: `No answer from ${peer}: there is no route to it.`,
        toDo: "Check the network connection. Is a VPN needed?",
      };
    case "certificate":
      return {
        what: `The certificate of ${peer} is not trusted.`,
        toDo: "Something between you and the server replaces certificates (a company's proxy?). NODE_EXTRA_CA_CERTS names the file with its certificate.",
      };
    case "not TLS":
    case "not HTTP":
      return {
        what: `The response from ${peer} is not ${kind === "not TLS" ? "HTTPS" : "HTTP"}.`,
        toDo: "Check the address: http or https, and the port.",
      };
    case "other":
      return { what: `No answer from ${peer}: ${message}.`, toDo: "Check its address." };
  }
}
