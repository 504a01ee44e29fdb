import { buildPage } from "./build.ts";

// npm runs this after an install, so that the page is built before anyone opens it.
await buildPage();
