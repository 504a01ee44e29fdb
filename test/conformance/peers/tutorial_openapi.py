"""The AWS half of the tutorial made with boto3, its API by one import of an OpenAPI document; then taken away again.

Usage: tutorial_openapi.py make|remove AWS_ENDPOINT FUNCTION_FILE OPENAPI_FILE. Prints one JSON line.
"""

import io
import json
import sys
import zipfile

import boto3
from botocore.exceptions import ClientError

order, aws_endpoint, function_file, openapi_file = sys.argv[1:5]
session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="us-east-1")


def client(service):
    return session.client(service, endpoint_url=aws_endpoint)


services = ["dynamodb", "iam", "lambda", "apigateway", "logs", "sts", "resourcegroupstaggingapi"]
dynamodb, iam, functions, gateway, logs, sts, tagging = map(client, services)
table, name, tags = "lambda-invocation-status", "imported", {"made-by": "boto3"}
basic = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
account = sts.get_caller_identity()["Account"]


def make():
    made = dynamodb.create_table(
        TableName=table,
        AttributeDefinitions=[{"AttributeName": "requestId", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "requestId", "KeyType": "HASH"}],
        BillingMode="PAY_PER_REQUEST",
        Tags=[{"Key": key, "Value": value} for key, value in tags.items()],
    )["TableDescription"]
    dynamodb.get_waiter("table_exists").wait(TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 30})

    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    rows = ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"]
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trust))["Role"]
    iam.put_role_policy(
        RoleName=name,
        PolicyName="rows",
        PolicyDocument=document({"Effect": "Allow", "Action": rows, "Resource": made["TableArn"]}),
    )
    iam.attach_role_policy(RoleName=name, PolicyArn=basic)

    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.write(function_file, "lambda_function.py")
    function = functions.create_function(
        FunctionName=name,
        Runtime="python3.13",
        Handler="lambda_function.lambda_handler",
        Role=role["Arn"],
        Code={"ZipFile": code.getvalue()},
        Timeout=60,
        Environment={"Variables": {"PROCESSING_SECONDS": "1"}},
        Tags=tags,
    )
    functions.get_waiter("function_active_v2").wait(
        FunctionName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )

    with open(openapi_file, encoding="utf-8") as file:
        body = file.read().replace("FUNCTION_ARN", function["FunctionArn"])
    api = gateway.import_rest_api(failOnWarnings=True, body=body.encode())["id"]
    for method in ["POST/invoke-lambda", "GET/{requestId}"]:
        functions.add_permission(
            FunctionName=name,
            StatementId=method.split("/")[0],
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=f"arn:aws:execute-api:us-east-1:{account}:{api}/*/{method.replace('{requestId}', '*')}",
        )
    gateway.create_deployment(restApiId=api, stageName="test")
    gateway.tag_resource(resourceArn=f"arn:aws:apigateway:us-east-1::/restapis/{api}", tags=tags)
    pages = tagging.get_paginator("get_resources").paginate(
        TagFilters=[{"Key": "made-by", "Values": ["boto3"]}], ResourcesPerPage=2
    )
    found = [each["ResourceARN"] for page in pages for each in page["ResourceTagMappingList"]]
    return {"api": api, "tagged": sorted(arn.split(":")[2] for arn in found)}


def remove():
    """Takes all away, and tells which errors a second try meets."""
    api = next(each["id"] for each in gateway.get_rest_apis()["items"] if each["name"] == name)
    group = f"/aws/lambda/{name}"
    events = logs.filter_log_events(logGroupName=group, filterPattern="COMPLETED")["events"]
    calls = [
        lambda: gateway.delete_rest_api(restApiId=api),
        lambda: functions.delete_function(FunctionName=name),
        lambda: logs.delete_log_group(logGroupName=group),
        lambda: iam.detach_role_policy(RoleName=name, PolicyArn=basic),
        lambda: iam.delete_role_policy(RoleName=name, PolicyName="rows"),
        lambda: iam.delete_role(RoleName=name),
        lambda: dynamodb.delete_table(TableName=table),
    ]
    for call in calls:
        call()
    dynamodb.get_waiter("table_not_exists").wait(
        TableName=table, WaiterConfig={"Delay": 1, "MaxAttempts": 30}
    )
    return {"logged": len(events), "again": [error_of(call) for call in calls]}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": statements})


def error_of(call):
    try:
        call()
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


print(json.dumps({"make": make, "remove": remove}[order]()))
