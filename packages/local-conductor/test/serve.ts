import { serveConductor } from "../src/serve.ts";

/** A Conductor as a process of its own, to be killed: prints its address once it is ready. */
const [file = ":memory:", sync = "normal"] = process.argv.slice(2);
const { url } = await serveConductor({ file, sync: sync === "full" ? "full" : "normal" });
console.log(url);
