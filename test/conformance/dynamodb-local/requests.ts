/** One request as raw JSON, so that it may be invalid in any way. */
export interface DynamoDbRequest {
  /** The kind of request, by which differences are listed. */
  kind: string;
  operation: string;
  input: object;
}

/** Returns a number from 0 up to, but not including, 1; the same sequence for the same seed. */
export type Chance = () => number;

export const tutorialTable = "lambda-invocation-status";
const ranged = "ranged";

/** The tutorial's own requests: its first step, its function, its checks, and the cleanup. */
export const tutorialRequests: readonly DynamoDbRequest[] = [
  { kind: "tutorial: the table exists", operation: "DescribeTable", input: { TableName: tutorialTable } },
  {
    kind: "tutorial: the table",
    operation: "CreateTable",
    input: {
      TableName: tutorialTable,
      AttributeDefinitions: [{ AttributeName: "requestId", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" }],
      BillingMode: "PAY_PER_REQUEST",
    },
  },
  { kind: "tutorial: the table again", operation: "CreateTable", input: plainTable(tutorialTable) },
  {
    kind: "tutorial: status of an unknown requestId",
    operation: "GetItem",
    input: { TableName: tutorialTable, Key: id("1") },
  },
  {
    kind: "tutorial: processing",
    operation: "PutItem",
    input: { TableName: tutorialTable, Item: { ...id("1"), status: { S: "PROCESSING" } } },
  },
  { kind: "tutorial: status", operation: "GetItem", input: { TableName: tutorialTable, Key: id("1") } },
  {
    kind: "tutorial: completed",
    operation: "UpdateItem",
    input: {
      TableName: tutorialTable,
      Key: id("1"),
      UpdateExpression: "SET #s = :val",
      ExpressionAttributeNames: { "#s": "status" },
      ExpressionAttributeValues: { ":val": { S: "COMPLETED" } },
    },
  },
  {
    kind: "tutorial: completed, the reserved word written out",
    operation: "UpdateItem",
    input: {
      TableName: tutorialTable,
      Key: id("1"),
      UpdateExpression: "SET status = :val",
      ExpressionAttributeValues: { ":val": { S: "COMPLETED" } },
    },
  },
  { kind: "tutorial: status", operation: "GetItem", input: { TableName: tutorialTable, Key: id("1") } },
  {
    kind: "tutorial: an item under another key",
    operation: "PutItem",
    input: { TableName: tutorialTable, Item: { requestID: { S: "1" }, status: { S: "PROCESSING" } } },
  },
  {
    kind: "tutorial: an id that is a number",
    operation: "PutItem",
    input: { TableName: tutorialTable, Item: { requestId: { N: "12345" }, status: { S: "PROCESSING" } } },
  },
  {
    kind: "tutorial: an empty id",
    operation: "PutItem",
    input: { TableName: tutorialTable, Item: { requestId: { S: "" }, status: { S: "PROCESSING" } } },
  },
  { kind: "tutorial: rows", operation: "Scan", input: { TableName: tutorialTable, Limit: 5 } },
  {
    kind: "tutorial: rows with a filter",
    operation: "Scan",
    input: {
      TableName: tutorialTable,
      FilterExpression: "begins_with(requestId, :prefix)",
      ExpressionAttributeValues: { ":prefix": { S: "1" } },
    },
  },
  {
    kind: "tutorial: a row goes",
    operation: "DeleteItem",
    input: { TableName: tutorialTable, Key: id("1") },
  },
  {
    kind: "tutorial: an item is deleted",
    operation: "DeleteItem",
    input: { TableName: tutorialTable, Key: id("1") },
  },
  { kind: "tutorial: the tables", operation: "ListTables", input: {} },
];

/** The tables that generated requests work on, beside the tutorial's. */
export const preparation: readonly DynamoDbRequest[] = [
  {
    kind: "a table with a range key and an index",
    operation: "CreateTable",
    input: {
      TableName: ranged,
      AttributeDefinitions: [
        { AttributeName: "h", AttributeType: "S" },
        { AttributeName: "r", AttributeType: "N" },
        { AttributeName: "g", AttributeType: "S" },
      ],
      KeySchema: [
        { AttributeName: "h", KeyType: "HASH" },
        { AttributeName: "r", KeyType: "RANGE" },
      ],
      GlobalSecondaryIndexes: [
        {
          IndexName: "by-g",
          KeySchema: [{ AttributeName: "g", KeyType: "HASH" }],
          Projection: { ProjectionType: "ALL" },
        },
      ],
      BillingMode: "PAY_PER_REQUEST",
    },
  },
];

/** The first requests are one of each kind, the others any; the same for the same chance. */
export function generateRequests(count: number, chance: Chance): DynamoDbRequest[] {
  const names = Object.keys(kinds);
  return Array.from({ length: count }, (_, index) => {
    const kind = names[index] ?? pick(names, chance);
    return { kind, ...(kinds[kind] as Kind)(chance) };
  });
}

/** A small generator of even numbers: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function seeded(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

type Kind = (chance: Chance) => Omit<DynamoDbRequest, "kind">;

const put = (more: object, TableName = tutorialTable) => ({
  operation: "PutItem",
  input: { TableName, ...more },
});
const get = (more: object) => ({ operation: "GetItem", input: { TableName: tutorialTable, ...more } });
const update = (more: object, key: object = id("a")) => ({
  operation: "UpdateItem",
  input: { TableName: tutorialTable, Key: key, ...more },
});
const remove = (more: object) => ({ operation: "DeleteItem", input: { TableName: tutorialTable, ...more } });
const query = (more: object) => ({ operation: "Query", input: { TableName: ranged, ...more } });
const scan = (more: object) => ({ operation: "Scan", input: { TableName: tutorialTable, ...more } });
/** Uses a key that no other request reads, so that later responses stay comparable. */
const item = (value: object, key = "odd") => ({ Item: { ...id(key), value } });

const kinds: Readonly<Record<string, Kind>> = {
  // Items as they should be.
  "put any value": (chance) => put({ Item: { ...id(anyId(chance)), value: anyValue(chance, 3) } }),
  get: (chance) => get({ Key: id(anyId(chance)) }),
  "get consistently, some attributes": (chance) =>
    get({
      Key: id(anyId(chance)),
      ConsistentRead: true,
      ProjectionExpression: "requestId, #v",
      ExpressionAttributeNames: { "#v": "value" },
    }),
  "delete, and return the old item": (chance) => remove({ Key: id(anyId(chance)), ReturnValues: "ALL_OLD" }),
  "put, and return the old item": (chance) => put({ Item: id(anyId(chance)), ReturnValues: "ALL_OLD" }),
  "update, and tell": (chance) =>
    update(
      {
        UpdateExpression: "SET n = if_not_exists(n, :zero) + :one, l = list_append(if_not_exists(l, :e), :e)",
        ExpressionAttributeValues: { ":zero": { N: "0" }, ":one": { N: "1" }, ":e": { L: [{ S: "x" }] } },
        ReturnValues: pick(["ALL_NEW", "ALL_OLD", "UPDATED_NEW", "UPDATED_OLD", "NONE"], chance),
      },
      id(anyId(chance)),
    ),
  "add and remove": (chance) =>
    update(
      {
        UpdateExpression: "ADD s :set REMOVE l[0], gone DELETE t :set",
        ExpressionAttributeValues: { ":set": { SS: ["x", anyId(chance)] } },
        ReturnValues: "ALL_NEW",
      },
      id(`set-${anyId(chance)}`),
    ),
  "put into the ranged table": (chance) =>
    put({ Item: { h: { S: anyId(chance) }, r: { N: anyNumber(chance) }, g: { S: anyId(chance) } } }, ranged),
  query: (chance) =>
    query({
      KeyConditionExpression: "h = :h AND r BETWEEN :low AND :high",
      ExpressionAttributeValues: { ":h": { S: anyId(chance) }, ":low": { N: "-5" }, ":high": { N: "50" } },
      ScanIndexForward: chance() < 0.5,
      Limit: 1 + Math.floor(chance() * 3),
    }),
  "query an index": (chance) =>
    query({
      IndexName: "by-g",
      KeyConditionExpression: "g = :g",
      ExpressionAttributeValues: { ":g": { S: anyId(chance) } },
      Select: pick(["COUNT", "ALL_ATTRIBUTES"], chance),
    }),
  count: () => scan({ Select: "COUNT" }),
  batch: (chance) => ({
    operation: "BatchWriteItem",
    input: {
      RequestItems: {
        [tutorialTable]: [
          { PutRequest: { Item: { ...id(`batch-${anyId(chance)}`), value: anyValue(chance, 1) } } },
          { DeleteRequest: { Key: id("batch-gone") } },
        ],
      },
    },
  }),
  "batch get": (chance) => ({
    operation: "BatchGetItem",
    input: { RequestItems: { [tutorialTable]: { Keys: [id(`batch-${anyId(chance)}`), id("nobody")] } } },
  }),

  // Reserved words and invalid expressions.
  "a reserved word in an update": (chance) => {
    const word = pick(reserved, chance);
    return update({
      UpdateExpression: `SET ${word} = :v`,
      ExpressionAttributeValues: { ":v": { S: "x" } },
    });
  },
  "a reserved word in a condition": (chance) =>
    put({ ...item({ S: "x" }), ConditionExpression: `attribute_not_exists(${pick(reserved, chance)})` }),
  "a reserved word in a projection": (chance) =>
    get({ Key: id("a"), ProjectionExpression: `requestId, ${pick(reserved, chance)}` }),
  "a reserved word in a filter": (chance) =>
    scan({
      FilterExpression: `${pick(reserved, chance)} = :v`,
      ExpressionAttributeValues: { ":v": { S: "x" } },
    }),
  "a syntax error": (chance) =>
    update({
      UpdateExpression: pick(["SET #s :v", "SET #s = ", "SETT #s = :v", "SET #s = :v,", "= :v"], chance),
      ExpressionAttributeNames: { "#s": "status" },
      ExpressionAttributeValues: { ":v": { S: "x" } },
    }),
  "a name that is not defined": () =>
    update({ UpdateExpression: "SET #s = :v", ExpressionAttributeValues: { ":v": { S: "x" } } }),
  "a value that is not defined": () =>
    update({ UpdateExpression: "SET #s = :v", ExpressionAttributeNames: { "#s": "status" } }),
  "a name that is not used": () =>
    update({
      UpdateExpression: "SET a = :v",
      ExpressionAttributeNames: { "#s": "status" },
      ExpressionAttributeValues: { ":v": { S: "x" } },
    }),
  "a value that is not used": () =>
    update({
      UpdateExpression: "SET a = :v",
      ExpressionAttributeValues: { ":v": { S: "x" }, ":w": { S: "y" } },
    }),
  "names without an expression": () => get({ Key: id("a"), ExpressionAttributeNames: { "#s": "status" } }),
  "an empty expression": () => update({ UpdateExpression: "" }),
  "a name without its sign": () =>
    update({
      UpdateExpression: "SET #s = :v",
      ExpressionAttributeNames: { s: "status" },
      ExpressionAttributeValues: { ":v": { S: "x" } },
    }),
  "the key is updated": () =>
    update({ UpdateExpression: "SET requestId = :v", ExpressionAttributeValues: { ":v": { S: "x" } } }),
  "two paths overlap": () =>
    update({
      UpdateExpression: "SET a.b = :v, a = :v",
      ExpressionAttributeValues: { ":v": { S: "x" } },
    }),
  "a sum of texts": () =>
    update({ UpdateExpression: "SET n = :v + :v", ExpressionAttributeValues: { ":v": { S: "x" } } }),
  "an unknown function": () =>
    update({ UpdateExpression: "SET n = upper(:v)", ExpressionAttributeValues: { ":v": { S: "x" } } }),
  "a path into a value that is not a map": () =>
    update({ UpdateExpression: "SET requestId.x = :v", ExpressionAttributeValues: { ":v": { S: "x" } } }),
  "old and new parameters": () =>
    put({
      ...item({ S: "x" }),
      Expected: { requestId: { Exists: false } },
      ConditionExpression: "attribute_not_exists(requestId)",
    }),

  // Conditions.
  "a condition on what is there": (chance) =>
    put({ Item: id(anyId(chance)), ConditionExpression: "attribute_not_exists(requestId)" }),
  "a condition that shows the item": (chance) =>
    put({
      Item: id(anyId(chance)),
      ConditionExpression: "attribute_not_exists(requestId)",
      ReturnValuesOnConditionCheckFailure: "ALL_OLD",
    }),
  "a condition with everything": (chance) =>
    update(
      {
        UpdateExpression: "SET touched = :yes",
        ConditionExpression:
          "(attribute_exists(#v) AND NOT contains(#v, :x)) OR size(#v) > :n OR #v IN (:x, :n) OR begins_with(requestId, :x)",
        ExpressionAttributeNames: { "#v": "value" },
        ExpressionAttributeValues: { ":yes": { BOOL: true }, ":x": { S: "x" }, ":n": { N: "2" } },
        ReturnValues: "UPDATED_NEW",
      },
      id(anyId(chance)),
    ),
  "a type that is none": () =>
    scan({
      FilterExpression: "attribute_type(requestId, :t)",
      ExpressionAttributeValues: { ":t": { S: "TEXT" } },
    }),
  "a condition compares two alike": () =>
    put({ ...item({ S: "x" }), ConditionExpression: "requestId = requestId" }),
  "a range whose ends are swapped": () =>
    scan({
      FilterExpression: "n BETWEEN :a AND :b",
      ExpressionAttributeValues: { ":a": { N: "5" }, ":b": { N: "1" } },
    }),

  // Keys.
  "no item": () => put({}),
  "no key": () => get({}),
  "another key": () => get({ Key: { requestID: { S: "a" } } }),
  "a key too much": () => get({ Key: { ...id("a"), more: { S: "b" } } }),
  "a key of another type": (chance) => get({ Key: { requestId: pick([{ N: "1" }, { B: "AA==" }], chance) } }),
  "a key that is a list": () => get({ Key: { requestId: { L: [] } } }),
  "an empty key": () => get({ Key: id("") }),
  "a key of 2,049 bytes": () => get({ Key: id("k".repeat(2_049)) }),
  "an item without its key": () => put({ Item: { value: { S: "x" } } }),
  "an item whose key is null": () => put({ Item: { requestId: { NULL: true } } }),
  "a range key is missing": () => put({ Item: { h: { S: "a" } } }, ranged),
  "an index key of another type": () =>
    put({ Item: { h: { S: "a" }, r: { N: "1" }, g: { N: "1" } } }, ranged),
  "an empty index key": () => put({ Item: { h: { S: "odd" }, r: { N: "1" }, g: { S: "" } } }, ranged),

  // Values.
  "an oversize item": (chance) => put(item({ S: "x".repeat(409_600 + Math.floor(chance() * 1_000)) })),
  "an item of just 400 KB": () => put(item({ S: "x".repeat(409_600 - 17) })),
  "an update that grows over 400 KB": () =>
    update(
      { UpdateExpression: "SET more = :v", ExpressionAttributeValues: { ":v": { S: "y".repeat(409_590) } } },
      id("grown"),
    ),
  "no number": (chance) =>
    put(item({ N: pick(["", "abc", "1,5", "0x10", "--1", "NaN", "Infinity"], chance) })),
  "a number of 39 digits": () => put(item({ N: "1".repeat(39) })),
  "a number too large": (chance) => put(item({ N: pick(["1e126", "-1e126", "9.99e9999"], chance) })),
  "a number too small": () => put(item({ N: "1e-131" })),
  "numbers in many forms": (chance) => {
    const forms = ["1.50", "1e3", "0.000", "-0", "1E-5", "00012", "12345678901234567890123456789012345678"];
    return put(item({ N: pick(forms, chance) }, "number"));
  },
  "the number is read back": () => get({ Key: id("number") }),
  "a number with a plus sign": () => put(item({ N: "+7" })),
  "an empty text": () => put(item({ S: "" })),
  "an empty set": (chance) => put(item({ [pick(["SS", "NS", "BS"], chance)]: [] })),
  "a set with one twice": (chance) => put(item(pick([{ SS: ["a", "a"] }, { NS: ["1", "1.0"] }], chance))),
  "a set with an empty text": () => put(item({ SS: ["a", ""] })),
  "null that is false": () => put(item({ NULL: false })),
  "two types at once": () => put(item({ S: "x", N: "1" })),
  "no type": () => put(item({})),
  "an unknown type": () => put(item({ X: "x" })),
  "a text that is a number": () => put(item({ S: 5 as unknown as string })),
  "a number that is a number": () => put(item({ N: 5 as unknown as string })),
  "a boolean that is a text": () => put(item({ BOOL: "true" })),
  "a list that is a map": () => put(item({ L: {} })),
  "a map that is a list": () => put(item({ M: [] })),
  "no base64": () => put(item({ B: "*" })),
  "a value that is null": () => put({ Item: { ...id("odd"), value: null } }),
  "33 levels": () => put(item(nested(33))),
  "31 levels": () => put(item(nested(30))),
  "an attribute without a name": () => put({ Item: { ...id("odd"), "": { S: "x" } } }),
  "a name of 64 KB": () => put({ Item: { ...id("odd"), ["n".repeat(65_536)]: { S: "x" } } }),

  // Parameters.
  "a table that is not there": (chance) => {
    const operation = pick(["GetItem", "DeleteItem", "DescribeTable", "Scan", "DeleteTable"], chance);
    const key = operation.endsWith("Item") ? { Key: id("a") } : {};
    return { operation, input: { TableName: "missing", ...key } };
  },
  "a table's name that is too short": () => ({ operation: "DescribeTable", input: { TableName: "ab" } }),
  "a table's name with a blank": () => get({ TableName: "a table", Key: id("a") }),
  "no table's name": () => ({ operation: "GetItem", input: { Key: id("a") } }),
  "a wrong ReturnValues": (chance) =>
    put({ ...item({ S: "x" }), ReturnValues: pick(["ALL_NEW", "EVERYTHING"], chance) }),
  "a limit of none": () => scan({ Limit: 0 }),
  "a limit that is a text": () => scan({ Limit: "five" }),
  "a wrong Select": () => scan({ Select: "SOMETHING" }),
  "a wrong ReturnConsumedCapacity": () => get({ Key: id("a"), ReturnConsumedCapacity: "YES" }),
  "consumed capacity": () => get({ Key: id("a"), ReturnConsumedCapacity: "TOTAL" }),
  "a table's name that is a number": () => ({ operation: "DescribeTable", input: { TableName: 5 } }),
  "an item that is a text": () => put({ Item: "x" }),
  "an unknown member": () => get({ Key: id("a"), Unheard: "of" }),
  "a segment without its total": () => scan({ Segment: 1 }),
  "a segment over its total": () => scan({ Segment: 3, TotalSegments: 2 }),
  "an index that is not there": () =>
    query({
      IndexName: "nothing",
      KeyConditionExpression: "g = :g",
      ExpressionAttributeValues: { ":g": { S: "a" } },
    }),
  "a query without the key": () =>
    query({ KeyConditionExpression: "r = :r", ExpressionAttributeValues: { ":r": { N: "1" } } }),
  "a query with an invalid key condition": () =>
    query({ KeyConditionExpression: "h > :h", ExpressionAttributeValues: { ":h": { S: "a" } } }),
  "a query for nothing": () => query({}),
  "a start key of another table": () => scan({ ExclusiveStartKey: { other: { S: "a" } } }),
  "a batch that is empty": () => ({ operation: "BatchWriteItem", input: { RequestItems: {} } }),
  "a batch with one twice": () => ({
    operation: "BatchWriteItem",
    input: {
      RequestItems: {
        [tutorialTable]: [{ DeleteRequest: { Key: id("a") } }, { DeleteRequest: { Key: id("a") } }],
      },
    },
  }),
  "a batch of 26": () => ({
    operation: "BatchWriteItem",
    input: {
      RequestItems: {
        [tutorialTable]: Array.from({ length: 26 }, (_, index) => ({
          DeleteRequest: { Key: id(`${index}`) },
        })),
      },
    },
  }),
  "a batch get with one twice": () => ({
    operation: "BatchGetItem",
    input: { RequestItems: { [tutorialTable]: { Keys: [id("a"), id("a")] } } },
  }),

  // Tables.
  "a table with a key that is not defined": () => ({
    operation: "CreateTable",
    input: { ...plainTable("table-1"), AttributeDefinitions: [{ AttributeName: "x", AttributeType: "S" }] },
  }),
  "a table with an attribute too many": () => ({
    operation: "CreateTable",
    input: {
      ...plainTable("table-2"),
      AttributeDefinitions: [
        { AttributeName: "requestId", AttributeType: "S" },
        { AttributeName: "status", AttributeType: "S" },
      ],
    },
  }),
  "a table with a key of type BOOL": () => ({
    operation: "CreateTable",
    input: {
      ...plainTable("table-3"),
      AttributeDefinitions: [{ AttributeName: "requestId", AttributeType: "BOOL" }],
    },
  }),
  "a table with two hash keys": () => ({
    operation: "CreateTable",
    input: {
      ...plainTable("table-4"),
      KeySchema: [
        { AttributeName: "requestId", KeyType: "HASH" },
        { AttributeName: "other", KeyType: "HASH" },
      ],
    },
  }),
  "a table without a key": () => ({
    operation: "CreateTable",
    input: { ...plainTable("table-5"), KeySchema: [] },
  }),
  "a table without a capacity": () => {
    const { BillingMode: _, ...table } = plainTable("table-6");
    return { operation: "CreateTable", input: table };
  },
  "a table with a wrong billing mode": () => ({
    operation: "CreateTable",
    input: { ...plainTable("table-7"), BillingMode: "FREE" },
  }),
  "a table with two billing modes": () => ({
    operation: "CreateTable",
    input: {
      ...plainTable("table-8"),
      ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
    },
  }),
  "a table's description": () => ({ operation: "DescribeTable", input: { TableName: ranged } }),
  "tables, one a page": () => ({ operation: "ListTables", input: { Limit: 1 } }),
  "tables, none a page": () => ({ operation: "ListTables", input: { Limit: 0 } }),
};

const reserved = ["status", "name", "value", "Data", "COUNT", "timestamp", "user", "ttl", "size", "state"];

function id(requestId: string) {
  return { requestId: { S: requestId } };
}

function plainTable(TableName: string) {
  return {
    TableName,
    AttributeDefinitions: [{ AttributeName: "requestId", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "requestId", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  };
}

function pick<T>(items: readonly T[], chance: Chance): T {
  return items[Math.floor(chance() * items.length)] as T;
}

/** Few, so that requests meet each other. */
function anyId(chance: Chance): string {
  return pick(["a", "b", "12345", "x y", "ü"], chance);
}

function anyNumber(chance: Chance): string {
  return pick(["0", "1", "-3", "2.5", "42", "1e2"], chance);
}

function anyValue(chance: Chance, depth: number): object {
  const leaf: (() => object)[] = [
    () => ({ S: pick(["x", "", "long ".repeat(20), 'é\n"', "😀"], chance) }),
    () => ({ N: anyNumber(chance) }),
    () => ({ BOOL: chance() < 0.5 }),
    () => ({ NULL: true }),
    () => ({ B: Buffer.from(anyId(chance)).toString("base64") }),
    () => ({ SS: ["x", "y", `${anyId(chance)}z`] }),
    () => ({ NS: ["1", "20", "3"] }),
  ];
  const branch: (() => object)[] = [
    () => ({ L: [anyValue(chance, depth - 1), anyValue(chance, depth - 1)] }),
    () => ({ M: { b: anyValue(chance, depth - 1), a: anyValue(chance, depth - 1) } }),
    () => ({ L: [] }),
    () => ({ M: {} }),
  ];
  return pick(depth > 0 ? [...leaf, ...branch] : leaf, chance)();
}

function nested(levels: number): object {
  return levels === 0 ? { S: "deep" } : { L: [nested(levels - 1)] };
}
