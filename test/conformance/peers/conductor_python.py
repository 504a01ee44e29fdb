"""Starts the tutorial's workflow with the official Python client of Conductor, and follows it to its end.

Usage: conductor_python.py CONDUCTOR_URL REQUEST_ID [KEY_ID KEY_SECRET]. Prints one JSON line.
"""

import json
import sys
import time

from conductor.client.configuration.configuration import Configuration
from conductor.client.configuration.settings.authentication_settings import AuthenticationSettings
from conductor.client.http.models.start_workflow_request import StartWorkflowRequest
from conductor.client.orkes_clients import OrkesClients

url, request_id, *key = sys.argv[1:]
settings = AuthenticationSettings(key_id=key[0], key_secret=key[1]) if key else None
clients = OrkesClients(configuration=Configuration(server_api_url=url, authentication_settings=settings))

definition = clients.get_metadata_client().get_workflow_def("LongRunningAPIWorkflow")
workflows = clients.get_workflow_client()
workflow_id = workflows.start_workflow(
    StartWorkflowRequest(name=definition.name, version=definition.version, input={"requestId": request_id})
)
deadline = time.monotonic() + 30
while True:
    workflow = workflows.get_workflow(workflow_id, include_tasks=True)
    if workflow.status != "RUNNING" or time.monotonic() > deadline:
        break
    time.sleep(0.25)
found = workflows.search(query=f"workflowType='{definition.name}' AND status='{workflow.status}'")
print(
    json.dumps(
        {
            "status": workflow.status,
            "tasks": [[task.reference_task_name, task.status] for task in workflow.tasks],
            "found": workflow_id in [each.workflow_id for each in found.results],
        }
    )
)
