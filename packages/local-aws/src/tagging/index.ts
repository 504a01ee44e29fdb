import { AwsError } from "../action.ts";
import type { RawService } from "../server.ts";
import type { WireRequest } from "../wire/wire.ts";
import { filterResources, type Query, readQuery } from "./query.ts";
import type { Tagged } from "./tagged.ts";

/** The tagging API. */
export interface Tagging extends RawService {
  operations: string[];
}

const prefix = "ResourceGroupsTaggingAPI_20170126.";

/**
 * The Resource Groups Tagging API, for finding resources of a tutorial run. There is no SDK client here to
 * take schemas from, and three read-only operations need none. It does not include IAM roles, as on AWS.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 */
export function createTagging(sources: readonly ((region: string) => readonly Tagged[])[]): Tagging {
  const tagged = (region: string) =>
    sources.flatMap((source) => [...source(region)]).filter(({ tags }) => tags.length > 0);
  const operations: Readonly<Record<string, (query: Query, region: string) => object>> = {
    GetResources(query, region) {
      const { page, token } = pageOf(filterResources(tagged(region), query), query, query.resourcesPerPage);
      return {
        PaginationToken: token,
        ResourceTagMappingList: page.map(({ arn, tags }) => ({ ResourceARN: arn, Tags: tags })),
      };
    },
    GetTagKeys(query, region) {
      const keys = tagged(region).flatMap(({ tags }) => tags.map(({ Key }) => Key));
      const { page, token } = pageOf(distinct(keys), query, valuesPerPage);
      return { PaginationToken: token, TagKeys: page };
    },
    GetTagValues(query, region) {
      const values = tagged(region).flatMap(({ tags }) =>
        tags.filter(({ Key }) => Key === query.key).map(({ Value }) => Value),
      );
      const { page, token } = pageOf(distinct(values), query, valuesPerPage);
      return { PaginationToken: token, TagValues: page };
    },
  };

  return {
    signingName: "tagging",
    operations: Object.keys(operations),
    read(request, region) {
      const name = operationOf(request);
      return {
        needs: [{ action: `tag:${name}`, resources: ["*"] }],
        async handle() {
          const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
          if (!operation) throw unknownOperation(name, Object.keys(operations));
          return json(200, operation(readQuery(request.body), region));
        },
      };
    },
    error: (error) => json(error.status, { __type: error.code, message: error.message, ...error.members }),
  };
}

const valuesPerPage = 1000;

function unknownOperation(name: string, known: readonly string[]): AwsError {
  const message = `tagging:${name} is not in the embedded cloud. It has: ${known.join(", ")}.`;
  return new AwsError("UnknownOperationException", message, 501);
}

function operationOf({ headers }: WireRequest): string {
  const target = headers["x-amz-target"] ?? "";
  return target.startsWith(prefix) ? target.slice(prefix.length) : target;
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function pageOf<T>(items: readonly T[], { start }: Query, size: number): { page: T[]; token: string } {
  const end = start + size;
  const token = end < items.length ? Buffer.from(String(end)).toString("base64url") : "";
  return { page: items.slice(start, end), token };
}

function json(status: number, content: object) {
  return {
    status,
    headers: { "Content-Type": "application/x-amz-json-1.1" },
    body: JSON.stringify(content),
  };
}
