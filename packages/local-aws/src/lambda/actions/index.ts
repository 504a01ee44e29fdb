import { AddPermission } from "./add-permission.ts";
import { CreateAlias } from "./create-alias.ts";
import { CreateFunction } from "./create-function.ts";
import { DeleteAlias } from "./delete-alias.ts";
import { DeleteFunction } from "./delete-function.ts";
import { DeleteFunctionConcurrency } from "./delete-function-concurrency.ts";
import { DeleteFunctionEventInvokeConfig } from "./delete-function-event-invoke-config.ts";
import { GetAccountSettings } from "./get-account-settings.ts";
import { GetAlias } from "./get-alias.ts";
import { GetFunction } from "./get-function.ts";
import { GetFunctionConcurrency } from "./get-function-concurrency.ts";
import { GetFunctionConfiguration } from "./get-function-configuration.ts";
import { GetFunctionEventInvokeConfig } from "./get-function-event-invoke-config.ts";
import { GetPolicy } from "./get-policy.ts";
import { Invoke } from "./invoke.ts";
import { ListAliases } from "./list-aliases.ts";
import { ListFunctionEventInvokeConfigs } from "./list-function-event-invoke-configs.ts";
import { ListFunctions } from "./list-functions.ts";
import { ListTags } from "./list-tags.ts";
import { ListVersionsByFunction } from "./list-versions-by-function.ts";
import { PublishVersion } from "./publish-version.ts";
import { PutFunctionConcurrency } from "./put-function-concurrency.ts";
import { PutFunctionEventInvokeConfig } from "./put-function-event-invoke-config.ts";
import { RemovePermission } from "./remove-permission.ts";
import { TagResource } from "./tag-resource.ts";
import { UntagResource } from "./untag-resource.ts";
import { UpdateAlias } from "./update-alias.ts";
import { UpdateFunctionCode } from "./update-function-code.ts";
import { UpdateFunctionConfiguration } from "./update-function-configuration.ts";
import { UpdateFunctionEventInvokeConfig } from "./update-function-event-invoke-config.ts";

/** The Lambda actions that this cloud supports. */
export const actions = [
  CreateFunction,
  GetFunction,
  GetFunctionConfiguration,
  UpdateFunctionCode,
  UpdateFunctionConfiguration,
  DeleteFunction,
  ListFunctions,
  PublishVersion,
  ListVersionsByFunction,
  CreateAlias,
  GetAlias,
  UpdateAlias,
  DeleteAlias,
  ListAliases,
  AddPermission,
  RemovePermission,
  GetPolicy,
  Invoke,
  PutFunctionConcurrency,
  GetFunctionConcurrency,
  DeleteFunctionConcurrency,
  PutFunctionEventInvokeConfig,
  UpdateFunctionEventInvokeConfig,
  GetFunctionEventInvokeConfig,
  DeleteFunctionEventInvokeConfig,
  ListFunctionEventInvokeConfigs,
  TagResource,
  UntagResource,
  ListTags,
  GetAccountSettings,
] as const;
