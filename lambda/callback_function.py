# The function of the callback method for the Python runtime. `callback.ts` does the same in TypeScript.
#
#   {"requestId": "12345", "workflowId": "…", "taskId": "…"}
#
# It stores PROCESSING, works for a while, stores COMPLETED, and then completes the task that waits for it in Conductor.
# While it works it renews the task's lease, so that a task whose function has died is noticed soon.
#
# Lambda may deliver an event more than once. COMPLETED is final: a second delivery does no work again, and only makes
# sure that the task has its result. A task that has ended already is left alone, so nothing is completed twice.
import json
import os
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

import boto3

TABLE_NAME = os.environ.get("TABLE_NAME") or "lambda-invocation-status"
PROCESSING_SECONDS = float(os.environ.get("PROCESSING_SECONDS") or "25")
HEARTBEAT_SECONDS = float(os.environ.get("HEARTBEAT_SECONDS") or "10")
SERVER = os.environ.get("CONDUCTOR_SERVER_URL", "").rstrip("/")
ANSWER_SECONDS_MAX = 10

# Created outside the handler, so that the next invocation in this execution environment reuses the connection.
dynamodb = boto3.resource("dynamodb")
table = dynamodb.Table(TABLE_NAME)
ConditionalCheckFailed = dynamodb.meta.client.exceptions.ConditionalCheckFailedException


def lambda_handler(event, context):
    """Lambda calls this function with the JSON that the mapping template produced."""
    job = {name: text_in(event, name) for name in ("requestId", "workflowId", "taskId")}
    request_id = job["requestId"]
    if SERVER == "":
        raise NotReportedError("The variable CONDUCTOR_SERVER_URL is not set.")
    try:
        create(request_id)
    except ConditionalCheckFailed:
        log(request_id, "already COMPLETED, so this second delivery does no work again")
        report(job, "COMPLETED")
        return {"statusCode": 200, "body": to_json({"requestId": request_id, "status": "COMPLETED"})}
    done = threading.Event()
    threading.Thread(target=renew_until, args=(job, done), daemon=True).start()
    try:
        time.sleep(2)
        process_long_running_task()
        update(request_id, "COMPLETED")
    except Exception as error:
        # Conductor decides about another try, not Lambda: the task fails, and the error is not raised again.
        update(request_id, "FAILED")
        report(job, "FAILED", str(error))
        return {"statusCode": 500, "body": to_json({"requestId": request_id, "status": "FAILED"})}
    finally:
        done.set()
    # If this fails, Lambda delivers the event again after a minute, and once more after two.
    report(job, "COMPLETED")
    return {"statusCode": 200, "body": to_json({"requestId": request_id, "status": "COMPLETED"})}


def process_long_running_task():
    """Replace this with your own slow work."""
    time.sleep(PROCESSING_SECONDS)


def report(job, new_status, reason=None):
    """Gives the task its result, unless it has ended or is of another run."""
    task = conductor("GET", "/tasks/" + urllib.parse.quote(job["taskId"], safe="")) or {}
    if task.get("workflowInstanceId") != job["workflowId"]:
        raise NotReportedError(f"The task {job['taskId']} is not of the run {job['workflowId']}.")
    if task.get("status") not in ("IN_PROGRESS", "SCHEDULED"):
        log(job["requestId"], f"not reported: the task is {task.get('status')} already")
        return
    result = {
        "workflowInstanceId": job["workflowId"],
        "taskId": job["taskId"],
        "status": new_status,
        "outputData": {"requestId": job["requestId"], "status": new_status},
    }
    conductor("POST", "/tasks", result if reason is None else {**result, "reasonForIncompletion": reason})
    log(job["requestId"], f"reported {new_status}")


def renew_until(job, done):
    """The heartbeat: the task's response timeout starts again. A lost one does no harm."""
    lease = {
        "workflowInstanceId": job["workflowId"],
        "taskId": job["taskId"],
        "status": "IN_PROGRESS",
        "extendLease": True,
    }
    while not done.wait(HEARTBEAT_SECONDS):
        try:
            conductor("POST", "/tasks", lease)
        except NotReportedError as error:
            log(job["requestId"], f"heartbeat: {error}")


TRIES_MAX = 3
token = None


def conductor(method, path, body=None):
    """Calls Conductor's API; what may pass (no answer, 429, 5xx) is tried again."""
    global token
    for tries in range(1, TRIES_MAX + 1):
        last = tries == TRIES_MAX
        try:
            if token is None:
                token = new_token()
            status, text = send(method, path, body, token)
            if status < 300:
                return json.loads(text) if text.startswith("{") else None
            if status == 401:
                token = None  # it has expired
            if last or (status not in (401, 429) and status < 500):
                raise NotReportedError(f"Conductor answered {status} to {method} {path}: {text[:200]}")
        except OSError as error:
            if last:
                raise NotReportedError(f"{SERVER} does not answer: {error}") from None
        time.sleep(tries * 0.5)


def new_token():
    """A token for the key; "" without a key, and on a server that has no tokens."""
    key_id, key_secret = os.environ.get("CONDUCTOR_AUTH_KEY"), os.environ.get("CONDUCTOR_AUTH_SECRET")
    if not key_id or not key_secret:
        return ""
    status, text = send("POST", "/token", {"keyId": key_id, "keySecret": key_secret})
    if status == 404:
        return ""
    if status >= 500:
        raise OSError(f"HTTP {status}")
    answer = json.loads(text) if status < 300 else {}
    if answer.get("token"):
        return answer["token"]
    raise NotReportedError(f"Conductor answered {status} to POST /token: it does not accept the key CONDUCTOR_AUTH_KEY.")


def send(method, path, body=None, auth=""):
    """Returns the status and the body of any answer."""
    headers = {"Content-Type": "application/json", **({"X-Authorization": auth} if auth else {})}
    data = None if body is None else to_json(body).encode()
    request = urllib.request.Request(SERVER + path, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_SECONDS_MAX) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


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


def text_in(event, name):
    value = event.get(name) if isinstance(event, dict) else None
    if isinstance(value, str) and value != "":
        return value
    raise BadRequest(f"{name} is missing: the mapping template must pass requestId, workflowId and taskId.")


def log(request_id, what):
    print(f"requestId {to_json(request_id)}: {what}")


def to_json(value):
    # Compact and without \u escapes, as JSON.stringify does.
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False, default=str)


class BadRequest(Exception):
    pass


class NotReportedError(Exception):
    """The work may be done, but the task was not completed."""
