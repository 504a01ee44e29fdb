import { proveInOrder } from "./prove.ts";

proveInOrder("python");
