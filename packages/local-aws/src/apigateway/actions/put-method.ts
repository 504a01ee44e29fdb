import { type Method, PutMethod$, type PutMethodRequest } from "@aws-sdk/client-api-gateway";
import type { Action } from "../../action.ts";
import { defined } from "../defined.ts";
import { conflict } from "../errors.ts";
import { changeApi, findResource } from "../find.ts";
import { checkMethod } from "../methods.ts";
import type { ApiGatewayStore } from "../store.ts";

/** https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html */
export const PutMethod: Action<ApiGatewayStore, PutMethodRequest, Method> = {
  operation: PutMethod$,
  handle(input, store, context) {
    const { api, resource } = findResource(store, context, input);
    const { restApiId: _, resourceId: __, httpMethod = "", apiKeyRequired = false, ...rest } = input;
    const authorizationType = input.authorizationType?.toUpperCase();
    const method: Method = defined({ httpMethod, apiKeyRequired, ...rest, authorizationType });
    checkMethod(api, method);
    if (resource.methods[httpMethod]) throw conflict("Method already exists for this resource");
    changeApi(store, api, ({ resources }) => {
      const methods = resources[resource.id]?.methods;
      if (methods) methods[httpMethod] = method;
    });
    return method;
  },
};
