import type { AttributeDefinition, KeySchemaElement } from "@aws-sdk/client-dynamodb";
import { brokenFile, placeOf } from "../designs/broken-file.ts";
import { type DesignFile, type Designs, requireDesign } from "../designs/index.ts";
import { choiceOf, listOf, readJson, textOf } from "../designs/json.ts";

/** The contents of table.json: DynamoDB's CreateTable input. */
export interface TableDesign {
  file: DesignFile;
  AttributeDefinitions: AttributeDefinition[];
  KeySchema: KeySchemaElement[];
}

/** Reads table.json, and rejects what DynamoDB would reject with a vaguer message. */
export async function readTableDesign(designs: Designs): Promise<TableDesign> {
  const file = await requireDesign(designs, "table.json");
  const json = readJson(file);
  const AttributeDefinitions = listOf(file, json, "AttributeDefinitions").map((each) => ({
    AttributeName: textOf(file, each, "AttributeName"),
    AttributeType: choiceOf(file, each, "AttributeType", ["S", "N", "B"]),
  }));
  const KeySchema = listOf(file, json, "KeySchema").map((each) => ({
    AttributeName: textOf(file, each, "AttributeName"),
    KeyType: choiceOf(file, each, "KeyType", ["HASH", "RANGE"]),
  }));
  const defined = AttributeDefinitions.map(({ AttributeName }) => AttributeName);
  const used = KeySchema.map(({ AttributeName }) => AttributeName);
  const loose = used.find((name) => !defined.includes(name)) ?? defined.find((name) => !used.includes(name));
  if (loose !== undefined || used.length === 0)
    throw brokenFile(file, "has different attributes in KeySchema and AttributeDefinitions.", {
      at: placeOf(file.text, `"${loose}"`),
      expected: "the same names, letter by letter, in both lists",
      seen: `KeySchema: ${used.join(", ") || "none"}; AttributeDefinitions: ${defined.join(", ") || "none"}`,
    });
  const [partition, sort, third] = KeySchema;
  if (partition?.KeyType !== "HASH" || (sort && sort.KeyType !== "RANGE") || third)
    throw brokenFile(file, "has the wrong KeyType in KeySchema.", {
      at: placeOf(file.text, '"KeyType"'),
      expected: "HASH for the partition key, which comes first, and RANGE for a sort key, if there is one",
      seen: KeySchema.map(({ KeyType }) => KeyType).join(", "),
    });
  return { file, AttributeDefinitions, KeySchema };
}
