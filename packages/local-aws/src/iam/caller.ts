import type { User } from "@aws-sdk/client-iam";
import type { Caller } from "../action.ts";
import { validationError } from "./errors.ts";

/** The calling user's name, the default of actions without a user name. */
export function callersName({ arn }: Caller): string {
  const name = arn.includes(":user/") ? arn.split("/").at(-1) : undefined;
  if (!name) throw validationError("Must specify userName when calling with non-User credentials");
  return name;
}

/** The administrator, as GetUser returns an account's root user. */
export function rootOf({ arn, userId }: Caller): User {
  return { Path: "/", UserName: "root", UserId: userId, Arn: arn, CreateDate: new Date(0) };
}
