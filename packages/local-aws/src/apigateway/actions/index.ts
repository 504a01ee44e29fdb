import { CreateApiKey } from "./create-api-key.ts";
import { CreateDeployment } from "./create-deployment.ts";
import { CreateModel } from "./create-model.ts";
import { CreateRequestValidator } from "./create-request-validator.ts";
import { CreateResource } from "./create-resource.ts";
import { CreateRestApi } from "./create-rest-api.ts";
import { CreateStage } from "./create-stage.ts";
import { CreateUsagePlan } from "./create-usage-plan.ts";
import { CreateUsagePlanKey } from "./create-usage-plan-key.ts";
import { DeleteApiKey } from "./delete-api-key.ts";
import { DeleteDeployment } from "./delete-deployment.ts";
import { DeleteGatewayResponse } from "./delete-gateway-response.ts";
import { DeleteIntegration } from "./delete-integration.ts";
import { DeleteIntegrationResponse } from "./delete-integration-response.ts";
import { DeleteMethod } from "./delete-method.ts";
import { DeleteMethodResponse } from "./delete-method-response.ts";
import { DeleteModel } from "./delete-model.ts";
import { DeleteRequestValidator } from "./delete-request-validator.ts";
import { DeleteResource } from "./delete-resource.ts";
import { DeleteRestApi } from "./delete-rest-api.ts";
import { DeleteStage } from "./delete-stage.ts";
import { DeleteUsagePlan } from "./delete-usage-plan.ts";
import { DeleteUsagePlanKey } from "./delete-usage-plan-key.ts";
import { GetAccount } from "./get-account.ts";
import { GetApiKey } from "./get-api-key.ts";
import { GetApiKeys } from "./get-api-keys.ts";
import { GetDeployment } from "./get-deployment.ts";
import { GetDeployments } from "./get-deployments.ts";
import { GetExport } from "./get-export.ts";
import { GetGatewayResponse } from "./get-gateway-response.ts";
import { GetGatewayResponses } from "./get-gateway-responses.ts";
import { GetIntegration } from "./get-integration.ts";
import { GetIntegrationResponse } from "./get-integration-response.ts";
import { GetMethod } from "./get-method.ts";
import { GetMethodResponse } from "./get-method-response.ts";
import { GetModel } from "./get-model.ts";
import { GetModels } from "./get-models.ts";
import { GetRequestValidator } from "./get-request-validator.ts";
import { GetRequestValidators } from "./get-request-validators.ts";
import { GetResource } from "./get-resource.ts";
import { GetResources } from "./get-resources.ts";
import { GetRestApi } from "./get-rest-api.ts";
import { GetRestApis } from "./get-rest-apis.ts";
import { GetStage } from "./get-stage.ts";
import { GetStages } from "./get-stages.ts";
import { GetTags } from "./get-tags.ts";
import { GetUsagePlan } from "./get-usage-plan.ts";
import { GetUsagePlanKey } from "./get-usage-plan-key.ts";
import { GetUsagePlanKeys } from "./get-usage-plan-keys.ts";
import { GetUsagePlans } from "./get-usage-plans.ts";
import { ImportRestApi } from "./import-rest-api.ts";
import { PutGatewayResponse } from "./put-gateway-response.ts";
import { PutIntegration } from "./put-integration.ts";
import { PutIntegrationResponse } from "./put-integration-response.ts";
import { PutMethod } from "./put-method.ts";
import { PutMethodResponse } from "./put-method-response.ts";
import { PutRestApi } from "./put-rest-api.ts";
import { TagResource } from "./tag-resource.ts";
import { TestInvokeMethod } from "./test-invoke-method.ts";
import { UntagResource } from "./untag-resource.ts";
import { UpdateAccount } from "./update-account.ts";
import { UpdateApiKey } from "./update-api-key.ts";
import { UpdateDeployment } from "./update-deployment.ts";
import { UpdateGatewayResponse } from "./update-gateway-response.ts";
import { UpdateIntegration } from "./update-integration.ts";
import { UpdateIntegrationResponse } from "./update-integration-response.ts";
import { UpdateMethod } from "./update-method.ts";
import { UpdateMethodResponse } from "./update-method-response.ts";
import { UpdateModel } from "./update-model.ts";
import { UpdateRequestValidator } from "./update-request-validator.ts";
import { UpdateResource } from "./update-resource.ts";
import { UpdateRestApi } from "./update-rest-api.ts";
import { UpdateStage } from "./update-stage.ts";
import { UpdateUsagePlan } from "./update-usage-plan.ts";

/** The API Gateway actions that this cloud supports. */
export const actions = [
  CreateApiKey,
  CreateDeployment,
  CreateModel,
  CreateRequestValidator,
  CreateResource,
  CreateRestApi,
  CreateStage,
  CreateUsagePlan,
  CreateUsagePlanKey,
  DeleteApiKey,
  DeleteDeployment,
  DeleteGatewayResponse,
  DeleteIntegration,
  DeleteIntegrationResponse,
  DeleteMethod,
  DeleteMethodResponse,
  DeleteModel,
  DeleteRequestValidator,
  DeleteResource,
  DeleteRestApi,
  DeleteStage,
  DeleteUsagePlan,
  DeleteUsagePlanKey,
  GetAccount,
  GetApiKey,
  GetApiKeys,
  GetDeployment,
  GetDeployments,
  GetExport,
  GetGatewayResponse,
  GetGatewayResponses,
  GetIntegration,
  GetIntegrationResponse,
  GetMethod,
  GetMethodResponse,
  GetModel,
  GetModels,
  GetRequestValidator,
  GetRequestValidators,
  GetResource,
  GetResources,
  GetRestApi,
  GetRestApis,
  GetStage,
  GetStages,
  GetTags,
  GetUsagePlan,
  GetUsagePlanKey,
  GetUsagePlanKeys,
  GetUsagePlans,
  ImportRestApi,
  PutGatewayResponse,
  PutIntegration,
  PutIntegrationResponse,
  PutMethod,
  PutMethodResponse,
  PutRestApi,
  TagResource,
  TestInvokeMethod,
  UntagResource,
  UpdateAccount,
  UpdateApiKey,
  UpdateDeployment,
  UpdateGatewayResponse,
  UpdateIntegration,
  UpdateIntegrationResponse,
  UpdateMethod,
  UpdateMethodResponse,
  UpdateModel,
  UpdateRequestValidator,
  UpdateResource,
  UpdateRestApi,
  UpdateStage,
  UpdateUsagePlan,
];
