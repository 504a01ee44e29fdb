import { faultsOf } from "../fault.ts";
import { deleteTable, dropRemade, remakeTable, type TableChange } from "./change/table.ts";

const misspelt: TableChange = { name: (name) => name.replace("invocation", "invocations") };
const otherwise: TableChange = { name: (name) => name.replace("lambda-invocation-status", "requests") };
const elsewhere: TableChange = { region: "eu-west-1" };

export const tableFaults = faultsOf("01-table", [
  {
    id: "table-gone",
    story: "The table is deleted.",
    trips: ["01-table/exists"],
    inject: deleteTable,
  },
  {
    id: "table-misspelt",
    story: "The table's name has an extra letter.",
    trips: ["01-table/exists"],
    inject: remakeTable(misspelt),
    cleanUp: dropRemade(misspelt),
  },
  {
    id: "table-of-other-name",
    story: "The table is called requests.",
    trips: ["01-table/exists"],
    inject: remakeTable(otherwise),
    cleanUp: dropRemade(otherwise),
  },
  {
    id: "table-in-other-region",
    story: "The table is in a different region than the function.",
    trips: ["01-table/exists"],
    inject: remakeTable(elsewhere),
    cleanUp: dropRemade(elsewhere),
  },
  {
    id: "key-in-capitals",
    story: "The partition key is called RequestId.",
    trips: ["01-table/partition-key"],
    inject: remakeTable({ key: "RequestId" }),
  },
  {
    id: "key-with-underscore",
    story: "The partition key is called request_id.",
    trips: ["01-table/partition-key"],
    inject: remakeTable({ key: "request_id" }),
  },
  {
    id: "key-with-blank-space",
    story: "The partition key's name ends with a space.",
    trips: ["01-table/partition-key"],
    inject: remakeTable({ key: "requestId " }),
  },
  {
    id: "key-is-a-number",
    story: "The partition key is a number.",
    trips: ["01-table/partition-key"],
    inject: remakeTable({ type: "N" }),
  },
  {
    id: "sort-key",
    story: "The table has a sort key.",
    trips: ["01-table/no-sort-key"],
    inject: remakeTable({ sortKey: "status" }),
  },
]);
