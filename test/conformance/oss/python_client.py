"""Drives a Conductor server with its official Python client: register, start, a worker for a SIMPLE task, search.

Usage: python_client.py API. Prints one JSON line.
"""

import json
import logging
import sys
import time

from conductor.client.automator.task_handler import TaskHandler
from conductor.client.configuration.configuration import Configuration
from conductor.client.http.models.start_workflow_request import StartWorkflowRequest
from conductor.client.http.models.task_def import TaskDef
from conductor.client.http.models.workflow_def import WorkflowDef
from conductor.client.http.models.workflow_task import WorkflowTask
from conductor.client.orkes_clients import OrkesClients
from conductor.client.worker.worker_task import worker_task

NAME = "greeting_from_python"
SECONDS_MAX = 40


@worker_task(task_definition_name=NAME, poll_interval_millis=50)
def greet(name: str) -> dict:
    if name == "nobody":
        raise ValueError("there is nobody")
    return {"greeting": f"Hello, {name}"}


def wait_for(look):
    """What `look` finds, or what it last saw."""
    deadline = time.monotonic() + SECONDS_MAX
    while True:
        done, seen = look()
        if done or time.monotonic() > deadline:
            return seen
        time.sleep(0.1)


def main(api: str) -> None:
    logging.disable(logging.CRITICAL)
    configuration = Configuration(server_api_url=api)
    clients = OrkesClients(configuration=configuration)
    metadata = clients.get_metadata_client()
    workflows = clients.get_workflow_client()

    metadata.register_task_def(
        TaskDef(name=NAME, owner_email="tests@example.com", retry_count=0, timeout_seconds=60, response_timeout_seconds=10)
    )
    task = WorkflowTask(
        name=NAME, task_reference_name="greet", type="SIMPLE", input_parameters={"name": "${workflow.input.name}"}
    )
    definition = WorkflowDef(
        name=NAME,
        version=1,
        owner_email="tests@example.com",
        timeout_seconds=0,
        tasks=[task],
        output_parameters={"said": "${greet.output.greeting}"},
    )
    metadata.register_workflow_def(definition, overwrite=True)

    def start(name: str) -> str:
        return workflows.start_workflow(
            StartWorkflowRequest(name=NAME, version=1, input={"name": name}, correlation_id=name)
        )

    def ended(workflow_id: str):
        def look():
            found = workflows.get_workflow(workflow_id, include_tasks=True)
            return found.status != "RUNNING", found

        return wait_for(look)

    def found(workflow_id: str):
        query = f"workflowType='{NAME}' AND status='COMPLETED'"
        ids = [each.workflow_id for each in workflows.search(query=query).results]
        return workflow_id in ids, workflow_id in ids

    with TaskHandler(configuration=configuration, scan_for_annotated_workers=True) as handler:
        handler.start_processes()
        good, bad = start("Ada"), start("nobody")
        runs = [ended(good), ended(bad)]
    print(
        json.dumps(
            {
                "registered": metadata.get_task_def(NAME).name,
                "definition": metadata.get_workflow_def(NAME).tasks[0].task_reference_name,
                "runs": [
                    {
                        "status": run.status,
                        "output": run.output,
                        "correlationId": run.correlation_id,
                        "tasks": [[each.reference_task_name, each.status, each.retry_count] for each in run.tasks],
                    }
                    for run in runs
                ],
                "found": wait_for(lambda: found(good)),
            }
        )
    )


if __name__ == "__main__":
    main(sys.argv[1])
