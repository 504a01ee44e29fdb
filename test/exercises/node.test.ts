import { proveInOrder } from "./prove.ts";

proveInOrder("node");
