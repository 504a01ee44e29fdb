"""The tutorial as somebody makes it with boto3 and a REST call, in their own words: another function, role, API and stage.

Usage: tutorial_boto3.py AWS_ENDPOINT CONDUCTOR_URL REQUEST_ID. Prints one JSON line: what was made.
"""

import io
import json
import sys
import time
import urllib.request
import zipfile

import boto3

aws_endpoint, conductor_url, request_id = sys.argv[1:4]
session = boto3.Session(
    aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1"
)


def client(service):
    return session.client(service, endpoint_url=aws_endpoint)


dynamodb, iam, functions, gateway = map(client, ["dynamodb", "iam", "lambda", "apigateway"])

# Step 1
dynamodb.create_table(
    TableName="lambda-invocation-status",
    AttributeDefinitions=[{"AttributeName": "requestId", "AttributeType": "S"}],
    KeySchema=[{"AttributeName": "requestId", "KeyType": "HASH"}],
    ProvisionedThroughput={"ReadCapacityUnits": 5, "WriteCapacityUnits": 5},
)
dynamodb.get_waiter("table_exists").wait(
    TableName="lambda-invocation-status", WaiterConfig={"Delay": 1, "MaxAttempts": 30}
)

# Step 2, the tutorial's own code but for its 25 seconds
source = """
import json
import time
import boto3

dynamodb = boto3.resource('dynamodb')
table = dynamodb.Table('lambda-invocation-status')

def lambda_handler(event, context):
    request_id = event['requestId']
    action = event.get("action")

    if action == "invoke":
        table.put_item(Item={'requestId': request_id, 'status': 'PROCESSING'})

        # Simulate long processing time
        time.sleep(2)
        process_long_running_task(request_id)

        return {
            "statusCode": 202,
            "body": json.dumps({"requestId": request_id, "status": "PROCESSING"})
        }

    elif action == "status":
        response = table.get_item(Key={'requestId': request_id})
        item = response.get('Item')
        if item:
            return {"statusCode": 200, "body": json.dumps(item)}
        else:
            return {"statusCode": 404, "body": json.dumps({"status": "NOT_FOUND"})}

def process_long_running_task(request_id):
    time.sleep(1)  # Simulate processing time
    table.update_item(
        Key={'requestId': request_id},
        UpdateExpression='SET #s = :val',
        ExpressionAttributeNames={'#s': 'status'},
        ExpressionAttributeValues={':val': 'COMPLETED'}
    )
"""
code = io.BytesIO()
with zipfile.ZipFile(code, "w") as archive:
    archive.writestr("lambda_function.py", source)
trust = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    ],
}
role = iam.create_role(RoleName="dynamodb-for-my-function", AssumeRolePolicyDocument=json.dumps(trust))["Role"]
iam.attach_role_policy(
    RoleName="dynamodb-for-my-function", PolicyArn="arn:aws:iam::aws:policy/AmazonDynamoDBFullAccess"
)
function = functions.create_function(
    FunctionName="takes-its-time",
    Runtime="python3.13",
    Handler="lambda_function.lambda_handler",
    Role=role["Arn"],
    Code={"ZipFile": code.getvalue()},
    Timeout=60,
)
functions.get_waiter("function_active_v2").wait(
    FunctionName="takes-its-time", WaiterConfig={"Delay": 1, "MaxAttempts": 30}
)

# Step 3, call by call, as the console makes them
api = gateway.create_rest_api(name="my own API", endpointConfiguration={"types": ["REGIONAL"]})["id"]
root = gateway.get_resources(restApiId=api)["items"][0]["id"]
uri = f"arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{function['FunctionArn']}/invocations"


def method(path, verb, status, request_template, response_template):
    resource = gateway.create_resource(restApiId=api, parentId=root, pathPart=path)["id"]
    here = {"restApiId": api, "resourceId": resource, "httpMethod": verb}
    gateway.put_method(authorizationType="NONE", **here)
    gateway.put_method_response(
        statusCode=status,
        responseParameters={"method.response.header.Content-Type": False},
        responseModels={"application/json": "Empty"},
        **here,
    )
    gateway.put_integration(
        type="AWS",
        integrationHttpMethod="POST",
        uri=uri,
        requestTemplates={"application/json": request_template},
        passthroughBehavior="WHEN_NO_TEMPLATES",
        **here,
    )
    gateway.put_integration_response(
        statusCode=status, responseTemplates={"application/json": response_template}, **here
    )
    functions.add_permission(
        FunctionName="takes-its-time",
        StatementId=f"console-{verb}",
        Action="lambda:InvokeFunction",
        Principal="apigateway.amazonaws.com",
        SourceArn=f"arn:aws:execute-api:us-east-1:{function['FunctionArn'].split(':')[4]}:{api}/*/{verb}/*",
    )


method(
    "invoke-lambda",
    "POST",
    "202",
    """#set($context.requestOverride.header.X-Amz-Invocation-Type = "Event")
{"action": "invoke", "requestId": "$input.path('$.requestId')"}""",
    '{"status": "PROCESSING"}',
)
method(
    "{requestId}",
    "GET",
    "200",
    """{"action": "status", "requestId": "$input.params('requestId')"}""",
    """#set($answer = $input.path('$'))
{"statusCode": $answer.statusCode, "body": $answer.body}""",
)
gateway.create_deployment(restApiId=api, stageName="prod")
invoke_url = f"{aws_endpoint}/_aws/execute-api/{api}/prod"


# Steps 4 and 5
def conductor(path, body):
    request = urllib.request.Request(
        f"{conductor_url}{path}",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read().decode()


conductor(
    "/metadata/workflow",
    {
        "name": "LongRunningAPIWorkflow",
        "version": 1,
        "schemaVersion": 2,
        "inputParameters": ["requestId"],
        "ownerEmail": "somebody@example.com",
        "tasks": [
            {
                "name": "InvokeLambdaTask",
                "taskReferenceName": "invokeLambda",
                "type": "HTTP",
                "inputParameters": {
                    "http_request": {
                        "uri": f"{invoke_url}/invoke-lambda",
                        "method": "POST",
                        "body": {"requestId": "${workflow.input.requestId}"},
                        "accept": "application/json",
                        "contentType": "application/json",
                    }
                },
            },
            {
                "name": "http_poll",
                "taskReferenceName": "http_poll_ref",
                "type": "HTTP_POLL",
                "inputParameters": {
                    "http_request": {
                        "uri": f"{invoke_url}/${{workflow.input.requestId}}",
                        "method": "GET",
                        "accept": "application/json",
                        "contentType": "application/json",
                        "terminationCondition": '(function(){ return $.output.response.statusCode == 200 && $.output.response.body.body.status == "COMPLETED";})();',
                        "pollingInterval": "1",
                        "pollingStrategy": "FIXED",
                        "encode": True,
                    }
                },
            },
        ],
    },
)
workflow_id = conductor("/workflow/LongRunningAPIWorkflow", {"requestId": request_id})
deadline = time.monotonic() + 30
while True:
    with urllib.request.urlopen(f"{conductor_url}/workflow/{workflow_id}", timeout=10) as answer:
        status = json.load(answer)["status"]
    if status != "RUNNING" or time.monotonic() > deadline:
        break
    time.sleep(0.25)
print(json.dumps({"apiId": api, "workflowId": workflow_id, "status": status}))
