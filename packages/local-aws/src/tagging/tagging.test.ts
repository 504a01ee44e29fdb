import { expect, test } from "vitest";
import type { Context } from "../action.ts";
import { createTagging } from "./index.ts";
import type { Tagged } from "./tagged.ts";

const table: Tagged = {
  arn: "arn:aws:dynamodb:us-east-1:000000000000:table/t",
  tags: [{ Key: "learner", Value: "ana" }],
};
const api: Tagged = {
  arn: "arn:aws:apigateway:us-east-1::/restapis/abc",
  tags: [
    { Key: "learner", Value: "bob" },
    { Key: "step", Value: "03" },
  ],
};
const plain: Tagged = { arn: "arn:aws:lambda:us-east-1:000000000000:function:f", tags: [] };
const tagging = createTagging([
  (region) => (region === "us-east-1" ? [table, plain] : []),
  (region) => (region === "us-east-1" ? [api] : []),
]);

async function call(
  operation: string,
  input: object,
  region = "us-east-1",
): Promise<Record<string, unknown>> {
  const request = {
    method: "POST",
    path: "/",
    query: new URLSearchParams(),
    headers: { "x-amz-target": `ResourceGroupsTaggingAPI_20170126.${operation}` },
    body: Buffer.from(JSON.stringify(input)),
  };
  const { body } = await tagging.read(request, region).handle({ region } as Context);
  return JSON.parse(body.toString()) as Record<string, unknown>;
}

async function arns(input: object, region?: string): Promise<unknown> {
  const { ResourceTagMappingList: list } = await call("GetResources", input, region);
  return (list as { ResourceARN: string }[]).map(({ ResourceARN }) => ResourceARN);
}

test("tagged resources are found by tag, type and region; untagged ones are not", async () => {
  expect(await arns({})).toEqual([table.arn, api.arn]);
  expect(await arns({}, "eu-west-1")).toEqual([]);
  expect(await arns({ TagFilters: [{ Key: "learner", Values: ["bob", "cem"] }] })).toEqual([api.arn]);
  expect(await arns({ TagFilters: [{ Key: "learner" }, { Key: "step", Values: ["03"] }] })).toEqual([
    api.arn,
  ]);
  expect(await arns({ ResourceTypeFilters: ["dynamodb:table"] })).toEqual([table.arn]);
  expect(await arns({ ResourceTypeFilters: ["apigateway"] })).toEqual([api.arn]);
});

test("the last page has an empty token", async () => {
  const first = await call("GetResources", { ResourcesPerPage: 1 });
  expect(first["PaginationToken"]).not.toBe("");
  const second = await call("GetResources", {
    ResourcesPerPage: 1,
    PaginationToken: first["PaginationToken"],
  });
  expect(second).toMatchObject({
    PaginationToken: "",
    ResourceTagMappingList: [{ ResourceARN: api.arn, Tags: api.tags }],
  });
});

test("keys and values are listed once each", async () => {
  expect(await call("GetTagKeys", {})).toEqual({ PaginationToken: "", TagKeys: ["learner", "step"] });
  expect(await call("GetTagValues", { Key: "learner" })).toEqual({
    PaginationToken: "",
    TagValues: ["ana", "bob"],
  });
  await expect(call("TagResources", {})).rejects.toThrow(/tagging:TagResources is not in the embedded cloud/);
});
