// Loaded before a command (NODE_OPTIONS=--import …) and before every Node that it starts: writes down where each
// connection goes and each name that is looked up, and blocks everything that would leave this machine.
import dgram from "node:dgram";
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";

const file = process.env.CONNECTIONS_FILE;

/** @param {string} kind @param {string} where */
function note(kind, where) {
  if (file) appendFileSync(file, `${JSON.stringify({ kind, where, command: process.argv.slice(1, 4) })}\n`);
}

/** @param {string} host */
function staysHere(host) {
  return host === "localhost" || host.endsWith(".localhost") || /^(127\.|::1$|::ffff:127\.)/.test(host);
}

/** @param {string} kind @param {string} host */
function check(kind, host) {
  note(kind, host);
  if (staysHere(host)) return;
  throw Object.assign(new Error(`${kind} to ${host}: that would leave this machine.`), {
    code: "ECONNREFUSED",
  });
}

const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...words) {
  const [first, second] = Array.isArray(words[0]) ? words[0] : words;
  const options = typeof first === "object" && first !== null ? first : { port: first, host: second };
  if (typeof first !== "string" && options.path === undefined)
    check("connect", String(options.host ?? "localhost"));
  return connect.apply(this, words);
};

for (const source of [dns, dns.promises]) {
  for (const name of Object.keys(source)) {
    if (!/^(lookup|resolve|reverse)/.test(name) || name === "lookupService") continue;
    const ask = source[name];
    source[name] = (host, ...rest) => {
      check(name, String(host));
      return ask.call(source, host, ...rest);
    };
  }
}

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...words) {
  const host = words.findLast((word) => typeof word === "string");
  check("send", host ?? "localhost");
  return send.apply(this, words);
};

syncBuiltinESMExports();
