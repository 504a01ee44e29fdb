import { goThrough } from "./one-by-one.ts";

goThrough("node");
