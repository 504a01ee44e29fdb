import {
  DeleteFunctionCommand,
  LambdaClient,
  ListTagsCommand,
  paginateListFunctions,
} from "@aws-sdk/client-lambda";
import { unless } from "@long-running-api/kit/aws-errors";
import type { Leftover, Place } from "../leftover.ts";
import { mapLimited } from "../map-limited.ts";
import { noteLearner } from "../note-learner.ts";

export interface FunctionsSeen {
  leftovers: Leftover[];
  /** The roles that they run as. */
  roleArns: ReadonlySet<string>;
  /** Functions of others: their log groups are not ours, whatever they are called. */
  foreign: ReadonlySet<string>;
}

/** The functions, with their permissions and code. */
export async function functions({ target, scope, seen }: Place): Promise<FunctionsSeen> {
  const client = new LambdaClient(target.aws);
  const all: { name: string; arn: string; role: string }[] = [];
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const { FunctionName = "", FunctionArn = "", Role = "" } of Functions)
      all.push({ name: FunctionName, arn: FunctionArn, role: Role });
  }
  const tagged = await mapLimited(all, 4, async (each) => ({
    ...each,
    tags: await tagsOf(client, each.arn),
  }));
  const ours = tagged.filter(({ tags }) => scope.ownsTags(tags));
  for (const { name, tags } of ours) {
    seen.functions.add(name);
    noteLearner(seen, tags);
  }
  return {
    leftovers: ours.map(({ name }) => ({
      kind: "function",
      name,
      async remove() {
        await unless("ResourceNotFoundException", () =>
          client.send(new DeleteFunctionCommand({ FunctionName: name })),
        );
      },
    })),
    roleArns: new Set(ours.map(({ role }) => role)),
    foreign: new Set(tagged.filter((each) => !ours.includes(each)).map(({ name }) => name)),
  };
}

async function tagsOf(client: LambdaClient, Resource: string): Promise<Record<string, string>> {
  const found = await unless("ResourceNotFoundException", () =>
    client.send(new ListTagsCommand({ Resource })),
  );
  return found?.Tags ?? {};
}
