# Runs in the process of a function, as `/var/runtime` does on AWS: loads the handler, then handles one invocation
# after another. Behaves as https://github.com/aws/aws-lambda-python-runtime-interface-client.
#
# File descriptors: 3 invocations come in, 4 answers go out (frames: a line of JSON, then `bytes` bytes), 5 is open as
# long as the cloud lives. What is printed is a log; a marker line says that an invocation has printed all.
import decimal
import importlib
import importlib.machinery
import json
import logging
import math
import os
import signal
import sys
import threading
import time
import traceback

OWN_PID = os.getpid()
OWN_THREADS = 2  # the main one, and the one that waits for the cloud's end
MARKER = json.loads(sys.argv.pop(1))["marker"]
TASK_ROOT = os.environ["LAMBDA_TASK_ROOT"]
# What AWS's runtime brings along: https://docs.aws.amazon.com/lambda/latest/dg/lambda-python.html#python-sdk-included
PROVIDED = {"boto3", "botocore", "s3transfer", "jmespath", "dateutil", "six", "urllib3"}
NO_BREAK_SPACE = "\u00a0"  # CloudWatch trims ordinary spaces at the start of a line
current_request_id = ""


class Fault(Exception):
    """An error of the runtime itself, e.g. Runtime.HandlerNotFound."""

    def __init__(self, kind, message, trace=None):
        super().__init__(message)
        self.kind = "Runtime." + kind
        self.trace = trace


def main():
    threading.Thread(target=end_with_the_cloud, daemon=True).start()
    os.dup2(1, 2)  # one stream, so that lines keep their order
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True, newline="\n")
    confine_imports()
    set_up_logging()
    handler = load_handler_or_report(os.environ["_HANDLER"])
    if handler is None:
        sys.exit(1)
    send({"kind": "ready"})
    with os.fdopen(3, "rb") as invocations:
        while line := next_line(invocations):
            header = json.loads(line)
            invoke(handler, header, invocations.read(header["bytes"]))


def confine_imports():
    """A function finds its own modules, Python's, and boto3: nothing else that happens to be installed here."""
    stdlib = os.path.dirname(os.__file__)
    own = {stdlib, sys.base_prefix, os.path.join(sys.base_prefix, "DLLs")}
    installed = []
    kept = [TASK_ROOT]
    for entry in sys.path[1:]:
        is_own = entry in own or os.path.basename(entry) == "lib-dynload" or entry.endswith(".zip")
        (kept if is_own else installed).append(entry)
    sys.path[:] = kept
    standard = (importlib.machinery.BuiltinImporter, importlib.machinery.FrozenImporter, importlib.machinery.PathFinder)
    sys.meta_path[:] = [*standard, Provided(installed)]


class Provided:
    """Finds what AWS's runtime brings along among the packages of this machine."""

    def __init__(self, folders):
        self.folders = folders

    def find_spec(self, name, path=None, target=None):
        if path is not None or name not in PROVIDED:
            return None
        return importlib.machinery.PathFinder.find_spec(name, self.folders, target)


def next_line(invocations):
    """
    Waits for the next invocation with all threads standing still, as Lambda freezes the process of a function that has
    answered: what it left behind goes on only with the next invocation. (A function of a PyDLL keeps Python's lock.)
    https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html#runtimes-lifecycle-invoke
    """
    if threading.active_count() > OWN_THREADS and os.name == "posix":
        import ctypes

        class PollFd(ctypes.Structure):
            _fields_ = [("fd", ctypes.c_int), ("events", ctypes.c_short), ("revents", ctypes.c_short)]

        POLLIN = 1
        ctypes.PyDLL(None).poll(ctypes.byref(PollFd(invocations.fileno(), POLLIN, 0)), 1, -1)
    return invocations.readline()


def invoke(handler, header, payload):
    global current_request_id
    current_request_id = header["requestId"]
    os.environ["_X_AMZN_TRACE_ID"] = header["traceId"]
    try:
        event = parse(payload)
        answer = encode_answer(handler(event, Context(header)))
        kind = "response"
    except Fault as fault:
        kind, answer = "error", error_answer(str(fault), fault.kind, fault.trace)
    except Exception:
        kind, answer = "error", raised_answer()
    send({"kind": kind, "requestId": current_request_id}, answer)


def load_handler_or_report(name):
    try:
        return load_handler(name)
    except Fault as fault:
        answer = error_answer(str(fault), fault.kind, fault.trace)
    except Exception:
        answer = raised_answer()
    send({"kind": "initError"}, answer)
    return None


def load_handler(name):
    if "." not in name:
        raise Fault("MalformedHandlerName", f"Bad handler '{name}': not enough values to unpack (expected 2, got 1)")
    module_name, function_name = name.rsplit(".", 1)
    if module_name.split(".")[0] in sys.builtin_module_names:
        raise Fault("BuiltInModuleConflict", f"Cannot use built-in module {module_name} as a handler module")
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise Fault("ImportModuleError", f"Unable to import module '{module_name}': {error}")
    except SyntaxError as error:
        trace = [f'  File "{error.filename}" Line {error.lineno}\n    {error.text}']
        raise Fault("UserCodeSyntaxError", f"Syntax error in module '{module_name}': {error}", trace)
    if not hasattr(module, function_name):
        raise Fault("HandlerNotFound", f"Handler '{function_name}' missing on module '{module_name}'")
    return getattr(module, function_name)


def parse(payload):
    try:
        return json.loads(payload)
    except Exception as error:
        raise Fault("UnmarshalError", f"Unable to unmarshal input: {error}")


def encode_answer(answer):
    if isinstance(answer, bytes):
        return answer
    try:
        return to_json(answer).encode()
    except Exception as error:
        raise Fault("MarshalError", f"Unable to marshal response: {error}")


def to_json(value):
    # Since python3.12 AWS writes letters of every alphabet as they are.
    older = os.environ["AWS_EXECUTION_ENV"] in ("AWS_Lambda_python3.9", "AWS_Lambda_python3.10", "AWS_Lambda_python3.11")
    return json.dumps(value, ensure_ascii=older, default=plain_number)


def plain_number(value):
    if not isinstance(value, decimal.Decimal):
        raise TypeError(f"Object of type {type(value).__name__} is not JSON serializable")
    if value.is_nan():
        return math.nan
    return int(value) if value.is_finite() and value == value.to_integral_value() else float(value)


def raised_answer():
    kind, value, trace = sys.exc_info()
    frames = traceback.extract_tb(trace)
    while frames and frames[0].filename == __file__:
        frames.pop(0)
    return error_answer(str(value), kind.__name__, traceback.format_list(frames))


def error_answer(message, kind, stack):
    """An error as Lambda answers it, also written to the log."""
    lines = [f"[ERROR] {kind}: {message}" if message else f"[ERROR] {kind}"]
    if stack is not None:
        lines.append("Traceback (most recent call last):")
        for entry in stack:
            lines += [indented(line) for line in entry.splitlines()]
    print_entry("\n".join(lines))
    answer = {"errorMessage": message, "errorType": kind, "requestId": current_request_id, "stackTrace": stack or []}
    return to_json(answer).encode()


def indented(line):
    text = line.lstrip(" ")
    return NO_BREAK_SPACE * (len(line) - len(text)) + text


def print_entry(text):
    # A line break inside an entry travels as \r, so that it stays one entry.
    sys.stdout.write(text.rstrip("\n").replace("\r\n", "\n").replace("\n", "\r") + "\n")


def send(header, body=b""):
    if os.getpid() != OWN_PID:
        os._exit(0)  # a copy that the handler made with os.fork() has nothing to answer
    for stream in (sys.stdout, sys.stderr, sys.__stdout__):
        try:
            stream.flush()
        except (ValueError, OSError, AttributeError):
            pass  # the function closed or replaced it
    write_all(1, b"\0" + MARKER.encode() + b"\n")
    header = {**header, "bytes": len(body), "memoryBytes": memory_bytes()}
    write_all(4, json.dumps(header).encode() + b"\n" + body)


def write_all(descriptor, data):
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(descriptor, view) :]
        except BlockingIOError:
            time.sleep(0.001)  # a program that the function started made the pipe non-blocking
        except OSError:
            return  # the function closed its own output; an answer that cannot be sent ends in the timeout


def memory_bytes():
    try:
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return used if sys.platform == "darwin" else used * 1024
    except ImportError:
        return 0  # Windows


class LogHandler(logging.Handler):
    def emit(self, record):
        record.aws_request_id = current_request_id
        print_entry(self.format(record))


def set_up_logging():
    logging.Formatter.converter = time.gmtime
    handler = LogHandler()
    layout = "[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s"
    handler.setFormatter(logging.Formatter(layout, "%Y-%m-%dT%H:%M:%S"))
    logging.getLogger().addHandler(handler)


class Named:
    """An object whose fields are the entries of a dictionary."""

    def __init__(self, fields, names):
        for name in names:
            setattr(self, name, (fields or {}).get(name))


class Context:
    def __init__(self, header):
        environ = os.environ
        self.aws_request_id = header["requestId"]
        self.invoked_function_arn = header["invokedArn"]
        self.log_group_name = environ["AWS_LAMBDA_LOG_GROUP_NAME"]
        self.log_stream_name = environ["AWS_LAMBDA_LOG_STREAM_NAME"]
        self.function_name = environ["AWS_LAMBDA_FUNCTION_NAME"]
        self.function_version = environ["AWS_LAMBDA_FUNCTION_VERSION"]
        self.memory_limit_in_mb = environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
        self.tenant_id = None
        self.identity = Named(None, ["cognito_identity_id", "cognito_identity_pool_id"])
        self.client_context = None
        if header.get("clientContext") is not None:
            self.client_context = Named(header["clientContext"], ["custom", "env", "client"])
            names = ["installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"]
            self.client_context.client = Named(self.client_context.client, names)
        self._deadline_ms = header["deadlineMs"]

    def get_remaining_time_in_millis(self):
        return max(0, self._deadline_ms - int(time.time() * 1000))

    def log(self, message):
        print_entry(str(message))


def end_with_the_cloud():
    """When the cloud is gone, however it went, this process and what it started end too."""
    try:
        while os.read(5, 64):
            pass
    except OSError:
        pass
    if hasattr(os, "killpg") and os.getpgid(0) == OWN_PID:
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


if __name__ == "__main__":
    main()
