import { serveConductor } from "@long-running-api/local-conductor/serve";

/** A Conductor in a separate process that can be killed: prints its URL once it is ready. */
const [file = ":memory:", sync = "normal"] = process.argv.slice(2);
const { url } = await serveConductor({ file, sync: sync === "full" ? "full" : "normal" });
console.log(url);
