# The slow function. Lambda calls `lambda_handler`, with the JSON that the caller sent as `event`:
#
#   {"action": "invoke", "requestId": "12345"}   do the work for request 12345, which takes a while
#   {"action": "status", "requestId": "12345"}   return how far request 12345 is
import json
import os
import time

import boto3

PROCESSING_SECONDS = float(os.environ["PROCESSING_SECONDS"])
table = boto3.resource("dynamodb").Table(os.environ["TABLE_NAME"])


def lambda_handler(event, context):
    action, request_id = event["action"], event["requestId"]
    return invoke(request_id) if action == "invoke" else status(request_id)


# Exercises 02-write and 02-once are about this function.
def invoke(request_id):
    outcome = do_the_work()
    table.put_item(Item={"requestId": request_id, "status": "PROCESSING"})
    finish(request_id, outcome)
    return {"statusCode": 202, "body": json.dumps({"requestId": request_id, "status": "PROCESSING"})}


# Exercise 02-status is about this function.
def status(request_id):
    item = table.get_item(Key={"requestId": request_id}).get("Item")
    if item is None:
        raise LookupError(f"There is no request {request_id}.")
    return {"statusCode": 200, "body": json.dumps({"requestId": request_id, "status": item["status"]})}


# Exercise 02-finish is about this function.
def finish(request_id, outcome):
    table.update_item(
        Key={"requestId": request_id},
        UpdateExpression="SET status = :outcome",
        ExpressionAttributeValues={":outcome": outcome},
    )


# Stands for your own slow work. It is right as it is.
def do_the_work():
    try:
        time.sleep(2 + PROCESSING_SECONDS)
        return "COMPLETED"
    except Exception:
        return "FAILED"
