#!/usr/bin/env node
import { main } from "@long-running-api/kit/main";
import { runCommand } from "./command.ts";

await main(import.meta, (argv) => runCommand(argv, { usage: "conductor-http-poll-worker" }));
