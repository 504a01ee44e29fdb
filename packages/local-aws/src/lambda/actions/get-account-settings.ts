import {
  GetAccountSettings$,
  type GetAccountSettingsRequest,
  type GetAccountSettingsResponse,
} from "@aws-sdk/client-lambda";
import type { Action } from "../../action.ts";
import { zipBytesMax } from "../code.ts";
import { unreservedMax } from "../concurrency.ts";
import type { LambdaStore } from "../lambda-store.ts";
import { functionsIn } from "../store.ts";
import { unzippedBytesMax } from "../zip.ts";

const codeBytesMax = { total: 80_530_636_800, zipped: zipBytesMax } as const;

/** https://docs.aws.amazon.com/lambda/latest/api/API_GetAccountSettings.html */
export const GetAccountSettings: Action<LambdaStore, GetAccountSettingsRequest, GetAccountSettingsResponse> =
  {
    operation: GetAccountSettings$,
    handle(_input, store, { region }) {
      const records = functionsIn(store, region);
      const sizes = records.flatMap(({ latest, versions }) =>
        [latest, ...versions].map(({ CodeSize }) => CodeSize ?? 0),
      );
      return {
        AccountLimit: {
          TotalCodeSize: codeBytesMax.total,
          CodeSizeUnzipped: unzippedBytesMax,
          CodeSizeZipped: codeBytesMax.zipped,
          ConcurrentExecutions: store.concurrencyMax,
          UnreservedConcurrentExecutions: unreservedMax(store, region),
        },
        AccountUsage: {
          TotalCodeSize: sizes.reduce((sum, size) => sum + size, 0),
          FunctionCount: records.length,
        },
      };
    },
  };
