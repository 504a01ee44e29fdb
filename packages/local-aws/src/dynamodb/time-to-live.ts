import { tableNotFound, validationException } from "./errors.ts";
import { type Input, nameIn, type OperationContext } from "./operation-context.ts";
import { plainSettings, settingsKey } from "./settings.ts";

/** Stored and returned, but items are not removed (on AWS it can take days). https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTimeToLive.html */
export async function UpdateTimeToLive(input: Input, context: OperationContext): Promise<object> {
  const name = nameIn(input);
  const wanted = input["TimeToLiveSpecification"] as
    | { Enabled?: unknown; AttributeName?: unknown }
    | undefined;
  if (
    typeof wanted?.Enabled !== "boolean" ||
    typeof wanted.AttributeName !== "string" ||
    !wanted.AttributeName
  )
    throw validationException(
      "1 validation error detected: Value at 'timeToLiveSpecification' failed to satisfy constraint: Member must have Enabled and AttributeName",
    );
  if (!(await context.tables.table(name))) throw tableNotFound(name);
  const key = settingsKey(context.region, name);
  const { timeToLive, ...settings } = context.settings.get(key) ?? plainSettings;
  if (wanted.Enabled === (timeToLive !== undefined))
    throw validationException(`TimeToLive is already ${wanted.Enabled ? "enabled" : "disabled"}`);
  const { AttributeName } = wanted;
  if (timeToLive && timeToLive.AttributeName !== AttributeName)
    throw validationException("TimeToLive is active on a different AttributeName");
  context.settings.put(key, wanted.Enabled ? { ...settings, timeToLive: { AttributeName } } : settings);
  return { TimeToLiveSpecification: { Enabled: wanted.Enabled, AttributeName } };
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTimeToLive.html */
export async function DescribeTimeToLive(input: Input, context: OperationContext): Promise<object> {
  await context.tables.validate("DescribeTimeToLive", input);
  const name = nameIn(input);
  if (!(await context.tables.table(name))) throw tableNotFound(name);
  const { timeToLive } = context.settings.get(settingsKey(context.region, name)) ?? plainSettings;
  return {
    TimeToLiveDescription: timeToLive
      ? { TimeToLiveStatus: "ENABLED", AttributeName: timeToLive.AttributeName }
      : { TimeToLiveStatus: "DISABLED" },
  };
}
