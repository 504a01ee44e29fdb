import os from "node:os";
import path from "node:path";

/**
 * Removes every AWS and Conductor setting from this process's environment, so that it can reach only the embedded
 * cloud, whatever credentials exist. This cannot be undone.
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
