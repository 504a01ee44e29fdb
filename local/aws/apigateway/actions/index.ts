import { CreateDeployment } from "./create-deployment.ts";
import { CreateResource } from "./create-resource.ts";
import { CreateRestApi } from "./create-rest-api.ts";
import { CreateStage } from "./create-stage.ts";
import { DeleteDeployment } from "./delete-deployment.ts";
import { DeleteIntegration } from "./delete-integration.ts";
import { DeleteIntegrationResponse } from "./delete-integration-response.ts";
import { DeleteMethod } from "./delete-method.ts";
import { DeleteMethodResponse } from "./delete-method-response.ts";
import { DeleteResource } from "./delete-resource.ts";
import { DeleteRestApi } from "./delete-rest-api.ts";
import { DeleteStage } from "./delete-stage.ts";
import { GetDeployment } from "./get-deployment.ts";
import { GetDeployments } from "./get-deployments.ts";
import { GetIntegration } from "./get-integration.ts";
import { GetIntegrationResponse } from "./get-integration-response.ts";
import { GetMethod } from "./get-method.ts";
import { GetMethodResponse } from "./get-method-response.ts";
import { GetResource } from "./get-resource.ts";
import { GetResources } from "./get-resources.ts";
import { GetRestApi } from "./get-rest-api.ts";
import { GetRestApis } from "./get-rest-apis.ts";
import { GetStage } from "./get-stage.ts";
import { GetStages } from "./get-stages.ts";
import { PutIntegration } from "./put-integration.ts";
import { PutIntegrationResponse } from "./put-integration-response.ts";
import { PutMethod } from "./put-method.ts";
import { PutMethodResponse } from "./put-method-response.ts";

/** Every action of API Gateway that is here. */
export const actions = [
  CreateDeployment,
  CreateResource,
  CreateRestApi,
  CreateStage,
  DeleteDeployment,
  DeleteIntegrationResponse,
  DeleteIntegration,
  DeleteMethodResponse,
  DeleteMethod,
  DeleteResource,
  DeleteRestApi,
  DeleteStage,
  GetDeployment,
  GetDeployments,
  GetIntegrationResponse,
  GetIntegration,
  GetMethodResponse,
  GetMethod,
  GetResource,
  GetResources,
  GetRestApi,
  GetRestApis,
  GetStage,
  GetStages,
  PutIntegrationResponse,
  PutIntegration,
  PutMethodResponse,
  PutMethod,
];
