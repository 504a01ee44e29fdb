import { GetRestApis$, type GetRestApisRequest, type RestApis } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { page } from "../page.ts";
import type { ApiGatewayStore } from "../store.ts";
import { viewApi } from "../view.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_GetRestApis.html */
export const GetRestApis: Action<ApiGatewayStore, GetRestApisRequest, RestApis> = {
  operation: GetRestApis$,
  handle(input, { apis }, { region }) {
    const here = apis.list().filter((api) => api.region === region);
    return page(here, ({ id }) => id, input, viewApi);
  },
};
