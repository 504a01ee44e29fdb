import { AwsError, type Context } from "../action.ts";
import { complaint } from "../complaint.ts";
import { invalid, notFound, validation } from "./errors.ts";

/** A function as a request names it. */
export interface Locator {
  name: string;
  /** A version, an alias or $LATEST, from the name's suffix or the parameter. */
  qualifier?: string;
}

/** The checks, which differ by operation. */
export interface NameRules {
  /** Only these operations accept `.` in a name. */
  lenient?: boolean;
  /** Maximum length of the parameter, including a full ARN. */
  lengthMax?: number;
  /** Whether a name with a wrong form is also reported as too long: only CreateFunction does. */
  tellsBoth?: boolean;
}

const region = String.raw`((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\d{1}:)?`;
const prefix = String.raw`(arn:(aws[a-zA-Z-]*)?:lambda:)?${region}(\d{12}:)?(function:)?`;
const strictPattern = String.raw`${prefix}([a-zA-Z0-9-_]+)(:(\$LATEST|[a-zA-Z0-9-_]+))?`;
const lenientPattern = String.raw`${prefix}([a-zA-Z0-9-_\.]+)(:(\$LATEST(\.PUBLISHED)?|[a-zA-Z0-9-_]+))?`;
const parts =
  /^(?:arn:aws[a-zA-Z-]*:lambda:)?(?:([a-z]{2}(?:-gov|-iso[a-z]?)?-[a-z]+-\d):)?(?:(\d{12}):)?(?:function:)?([a-zA-Z0-9-_.]+)(?::(\$LATEST(?:\.PUBLISHED)?|[a-zA-Z0-9-_]+))?$/;
const qualifierPattern = String.raw`\$(LATEST(\.PUBLISHED)?)|[a-zA-Z0-9-_$]+`;

/** Reads a name, a partial ARN or an ARN, with or without a qualifier, as AWS does. */
export function locate(
  functionName: string | undefined,
  qualifier: string | undefined,
  context: Pick<Context, "region" | "accountId">,
  { lenient = false, lengthMax = 170, tellsBoth = false }: NameRules = {},
): Locator {
  const given = functionName ?? "";
  const found = parts.exec(given);
  requireReachable(found?.[1], found?.[2], context);
  const complaints = [
    ...complaintsAbout(given, found !== null, { lenient, lengthMax, tellsBoth }),
    ...complaintsAboutQualifier(qualifier),
  ];
  if (complaints.length > 0) throw validation(complaints);
  const name = found?.[3] ?? given;
  const derived = found?.[4];
  if (derived !== undefined && qualifier !== undefined && derived !== qualifier)
    throw invalid("The derived qualifier from the function name does not match the specified qualifier.");
  const chosen = qualifier ?? derived;
  return { name, ...(chosen === undefined ? {} : { qualifier: chosen }) };
}

function requireReachable(
  region: string | undefined,
  accountId: string | undefined,
  context: Pick<Context, "region" | "accountId">,
): void {
  if (region !== undefined && region !== context.region)
    throw notFound(`Functions from '${region}' are not reachable in this region ('${context.region}')`);
  if (accountId !== undefined && accountId !== context.accountId)
    throw new AwsError("AccessDeniedException", "", 403, { Message: null }); // AWS's message has no more detail
}

function complaintsAbout(given: string, fits: boolean, rules: Required<NameRules>): string[] {
  const complaints: string[] = [];
  if (given.length > rules.lengthMax && (fits || rules.tellsBoth)) {
    const constraint = `Member must have length less than or equal to ${rules.lengthMax}`;
    complaints.push(complaint(`'${given}'`, "functionName", constraint));
  }
  if (!fits) {
    const pattern = rules.lenient ? lenientPattern : strictPattern;
    const constraint = `Member must satisfy regular expression pattern: ${pattern}`;
    complaints.push(complaint(`'${given}'`, "functionName", constraint));
  }
  return complaints;
}

function complaintsAboutQualifier(qualifier: string | undefined): string[] {
  if (qualifier === undefined) return [];
  const complaints: string[] = [];
  if (qualifier.length > 128)
    complaints.push(
      complaint(`'${qualifier}'`, "qualifier", "Member must have length less than or equal to 128"),
    );
  if (!/^[a-zA-Z0-9-_$.]+$/.test(qualifier))
    complaints.push(
      complaint(
        `'${qualifier}'`,
        "qualifier",
        `Member must satisfy regular expression pattern: ${qualifierPattern}`,
      ),
    );
  return complaints;
}

/** An ARN of the function, or of the version or alias that the qualifier names. */
export function functionArn(
  { region, accountId }: Pick<Context, "region" | "accountId">,
  name: string,
  qualifier?: string,
): string {
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`;
  return qualifier === undefined ? arn : `${arn}:${qualifier}`;
}

export const latest = "$LATEST";

export function isVersion(qualifier: string): boolean {
  return /^\d+$/.test(qualifier);
}
