import {
  TestInvokeMethod$,
  type TestInvokeMethodRequest,
  type TestInvokeMethodResponse,
} from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { findResource, methodOf } from "../find.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_TestInvokeMethod.html: the console's Test tab. */
export const TestInvokeMethod: Action<ApiGatewayStore, TestInvokeMethodRequest, TestInvokeMethodResponse> = {
  operation: TestInvokeMethod$,
  handle(input, store, context) {
    const { api, resource } = findResource(store, context, input);
    const method = resource.methods[input.httpMethod ?? ""] ?? methodOf(resource, "ANY");
    return store.testInvoke({ api, resource, method, input, context });
  },
};
