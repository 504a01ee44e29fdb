import { faultsOf } from "../fault.ts";
import { deleteTable, dropRemade, remakeTable, type TableChange } from "./change/table.ts";

const misspelt: TableChange = { name: (name) => name.replace("invocation", "invocations") };
const otherwise: TableChange = { name: (name) => name.replace("lambda-invocation-status", "requests") };
const elsewhere: TableChange = { region: "eu-west-1" };

export const tableFaults = faultsOf("01-table", [
  {
    id: "table-gone",
    story: "Somebody deleted the table.",
    trips: ["01-table/exists"],
    inject: deleteTable,
  },
  {
    id: "table-misspelt",
    story: "Somebody made the table with a letter too many in its name.",
    trips: ["01-table/exists"],
    inject: remakeTable(misspelt),
    cleanUp: dropRemade(misspelt),
  },
  {
    id: "table-of-other-name",
    story: "Somebody called the table requests.",
    trips: ["01-table/exists"],
    inject: remakeTable(otherwise),
    cleanUp: dropRemade(otherwise),
  },
  {
    id: "table-in-other-region",
    story: "Somebody made the table in another region than the function.",
    trips: ["01-table/exists"],
    inject: remakeTable(elsewhere),
    cleanUp: dropRemade(elsewhere),
  },
  {
    id: "key-in-capitals",
    story: "Somebody called the partition key RequestId.",
    trips: ["01-table/partition-key"],
    inject: remakeTable({ key: "RequestId" }),
  },
  {
    id: "key-with-underscore",
    story: "Somebody called the partition key request_id.",
    trips: ["01-table/partition-key"],
    inject: remakeTable({ key: "request_id" }),
  },
  {
    id: "key-with-blank-space",
    story: "Somebody copied a blank space along with the partition key's name.",
    trips: ["01-table/partition-key"],
    inject: remakeTable({ key: "requestId " }),
  },
  {
    id: "key-is-a-number",
    story: "Somebody made the partition key a number.",
    trips: ["01-table/partition-key"],
    inject: remakeTable({ type: "N" }),
  },
  {
    id: "sort-key",
    story: "Somebody gave the table a sort key.",
    trips: ["01-table/no-sort-key"],
    inject: remakeTable({ sortKey: "status" }),
  },
]);
