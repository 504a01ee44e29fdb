import { AwsError } from "../action.ts";
import { validationException } from "./errors.ts";
import { type Input, nameIn, type OperationContext } from "./operation-context.ts";
import { plainSettings, settingsKey, type TableSettings } from "./settings.ts";

const recoveryDaysMax = 35;

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeContinuousBackups.html */
export async function DescribeContinuousBackups(input: Input, context: OperationContext): Promise<object> {
  const { settings } = await settingsOf(input, context);
  return { ContinuousBackupsDescription: describe(settings, context) };
}

/** Stored and returned, but nothing can be restored. https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html */
export async function UpdateContinuousBackups(input: Input, context: OperationContext): Promise<object> {
  const { key, settings } = await settingsOf(input, context);
  const wanted = input["PointInTimeRecoverySpecification"] as
    | { PointInTimeRecoveryEnabled?: unknown; RecoveryPeriodInDays?: unknown }
    | undefined;
  if (typeof wanted?.PointInTimeRecoveryEnabled !== "boolean")
    throw validationException(
      "1 validation error detected: Value null at 'pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled' failed to satisfy constraint: Member must not be null",
    );
  const days = wanted.RecoveryPeriodInDays ?? recoveryDaysMax;
  if (typeof days !== "number" || days < 1 || days > recoveryDaysMax)
    throw validationException(`RecoveryPeriodInDays must be between 1 and ${recoveryDaysMax}`);
  const { pointInTimeRecovery, ...rest } = settings;
  const since = pointInTimeRecovery?.since ?? context.now().toISOString();
  const after = wanted.PointInTimeRecoveryEnabled ? { ...rest, pointInTimeRecovery: { since, days } } : rest;
  context.settings.put(key, after);
  return { ContinuousBackupsDescription: describe(after, context) };
}

function describe({ pointInTimeRecovery }: TableSettings, { now }: OperationContext): object {
  if (!pointInTimeRecovery)
    return {
      ContinuousBackupsStatus: "ENABLED",
      PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: "DISABLED" },
    };
  return {
    ContinuousBackupsStatus: "ENABLED",
    PointInTimeRecoveryDescription: {
      PointInTimeRecoveryStatus: "ENABLED",
      RecoveryPeriodInDays: pointInTimeRecovery.days,
      EarliestRestorableDateTime: Date.parse(pointInTimeRecovery.since) / 1000,
      LatestRestorableDateTime: now().getTime() / 1000,
    },
  };
}

async function settingsOf(
  input: Input,
  context: OperationContext,
): Promise<{ key: string; settings: TableSettings }> {
  const name = nameIn(input);
  if (!(await context.tables.table(name)))
    throw new AwsError("TableNotFoundException", `Table not found: ${name}`);
  const key = settingsKey(context.region, name);
  return { key, settings: context.settings.get(key) ?? plainSettings };
}
