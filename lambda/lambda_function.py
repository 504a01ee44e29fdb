# The tutorial's long-running function for the Python runtime. `handler.ts` does the same in TypeScript.
#
#   {"action": "invoke", "requestId": "12345"}   stores PROCESSING, works for a while, stores COMPLETED
#   {"action": "status", "requestId": "12345"}   returns the stored status
#
# The status is stored in a DynamoDB table, so that a caller can poll for it while the work continues. Lambda may deliver
# an event more than once, so COMPLETED is final: no later write replaces it.
import json
import os
import time

import boto3

TABLE_NAME = os.environ.get("TABLE_NAME") or "lambda-invocation-status"
PROCESSING_SECONDS = float(os.environ.get("PROCESSING_SECONDS") or "25")

# Created outside the handler, so that the next invocation in this execution environment reuses the connection.
dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(TABLE_NAME)
ConditionalCheckFailed = dynamodb.meta.client.exceptions.ConditionalCheckFailedException


def lambda_handler(event, context):
    """Lambda calls this function with the JSON that the caller sent."""
    event = event if isinstance(event, dict) else {}
    action = event.get("action")
    request_id = event.get("requestId")
    if not isinstance(request_id, str) or request_id == "":
        raise BadRequest('requestId is missing: send a text, as in {"action": "status", "requestId": "12345"}.')
    if action == "invoke":
        return invoke(request_id)
    if action == "status":
        return status(request_id)
    raise BadRequest(f'action {to_json(action)} is unknown: send "invoke" or "status".')


def invoke(request_id):
    try:
        create(request_id)
    except ConditionalCheckFailed:
        log(request_id, "already COMPLETED, so this second delivery does nothing")
        return {"statusCode": 200, "body": to_json({"requestId": request_id, "status": "COMPLETED"})}
    try:
        time.sleep(2)
        process_long_running_task()
        update(request_id, "COMPLETED")
    except Exception:
        # A poll receives FAILED and can stop. Lambda receives the error, and may retry the whole invocation later.
        try:
            update(request_id, "FAILED")
        except Exception as second:
            log(request_id, f"could not be set to FAILED: {second}")
        raise
    return {"statusCode": 202, "body": to_json({"requestId": request_id, "status": "PROCESSING"})}


def status(request_id):
    item = table.get_item(Key={"requestId": request_id}).get("Item")
    if not item:
        return {"statusCode": 404, "body": to_json({"status": "NOT_FOUND"})}
    # DynamoDB returns attributes in no fixed order.
    return {"statusCode": 200, "body": to_json(dict(sorted(item.items())))}


def process_long_running_task():
    """Replace this with your own slow work."""
    time.sleep(PROCESSING_SECONDS)


def create(request_id):
    table.put_item(
        Item={"requestId": request_id, "status": "PROCESSING"},
        # `status` is a reserved word in DynamoDB, so the expressions call it #s.
        ConditionExpression="attribute_not_exists(#s) OR #s <> :completed",
        ExpressionAttributeNames={"#s": "status"},
        ExpressionAttributeValues={":completed": "COMPLETED"},
    )
    log(request_id, "PROCESSING")


def update(request_id, new_status):
    table.update_item(
        Key={"requestId": request_id},
        UpdateExpression="SET #s = :val",
        ConditionExpression="attribute_not_exists(#s) OR #s <> :completed OR #s = :val",
        ExpressionAttributeNames={"#s": "status"},
        ExpressionAttributeValues={":val": new_status, ":completed": "COMPLETED"},
    )
    log(request_id, new_status)


def log(request_id, what):
    print(f"requestId {to_json(request_id)}: {what}")


def to_json(value):
    # Compact and without \u escapes, as JSON.stringify does. DynamoDB's numbers (Decimal) become strings.
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=str)


class BadRequest(Exception):
    pass
