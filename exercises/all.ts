import { key } from "./01-key/exercise.ts";
import { finish } from "./02-finish/exercise.ts";
import { once } from "./02-once/exercise.ts";
import { role } from "./02-role/exercise.ts";
import { status } from "./02-status/exercise.ts";
import { time } from "./02-time/exercise.ts";
import { write } from "./02-write/exercise.ts";
import { acknowledge } from "./03-acknowledge/exercise.ts";
import { blocks } from "./03-blocks/exercise.ts";
import { body } from "./03-body/exercise.ts";
import { deploy } from "./03-deploy/exercise.ts";
import { path } from "./03-path/exercise.ts";
import { request } from "./03-request/exercise.ts";
import { ends } from "./04-ends/exercise.ts";
import { poll } from "./04-poll/exercise.ts";
import { start } from "./04-start/exercise.ts";
import { callback } from "./06-callback/exercise.ts";
import type { Exercise } from "./model.ts";

/**
 * The exercises, in order. Those of one file build on each other: the solution of one is what the next one starts
 * with, so a learner's file only grows and is never replaced.
 */
export const exercises: readonly Exercise[] = [
  key,
  ...[write, status, finish, once, time, role],
  ...[request, blocks, acknowledge, path, body, deploy],
  ...[start, poll, ends],
  callback,
];
