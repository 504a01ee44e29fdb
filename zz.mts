import { openCloud } from "long-running-api-companion";
import { spawn } from "node:child_process";
const c = await openCloud();
spawn("bash", ["/tmp/probe2.sh", c.aws], { stdio: "inherit" }).on("exit", () => c.close());
