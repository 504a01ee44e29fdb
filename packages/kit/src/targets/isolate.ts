import os from "node:os";
import path from "node:path";

/**
 * Makes this process ignore every AWS and Conductor setting of its environment, so that the embedded cloud is
 * the only one it can reach, whatever credentials exist. This cannot be undone.
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
