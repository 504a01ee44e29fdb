import os from "node:os";
import path from "node:path";

/**
 * Makes this process deaf to every AWS and Conductor setting of its surroundings, so that the embedded cloud is
 * the only one it can reach, whatever credentials lie around. Returns nothing; there is no way back.
 */
export function isolate(): void {
  for (const name of Object.keys(process.env)) {
    if (/^(AWS_(?!SDK_JS_)|CONDUCTOR_|AMAZON_)/.test(name)) delete process.env[name];
  }
  const nowhere = path.join(os.tmpdir(), "no-such-aws-configuration");
  process.env["AWS_CONFIG_FILE"] = nowhere;
  process.env["AWS_SHARED_CREDENTIALS_FILE"] = nowhere;
  process.env["AWS_EC2_METADATA_DISABLED"] = "true";
}
