"""Judges recorded requests and answers by AWS's own service models, as botocore ships them.

Usage: validate_models.py FILE... with one exchange a line. Prints one JSON line: how many exchanges of how many
operations were looked at, and what does not fit. An answer must have the model's names, types, required members,
enumerated values, patterns and status; a refusal an error that the model knows, or one that all services share; a
request that the model forbids must have been refused.
"""

import base64
import json
import re
import sys
import urllib.parse
import xml.etree.ElementTree

import botocore
import botocore.parsers
import botocore.session

SERVICES = {"tagging": "resourcegroupstaggingapi"}

# Errors that every service may answer, with their status: by protocol.
# https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html
# https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
COMMON = {
    "query": {
        "AccessDenied": {403},
        "ExpiredToken": {403},
        "IncompleteSignature": {400},
        "InternalFailure": {500},
        "InvalidAction": {400},
        "InvalidClientTokenId": {403},
        "MissingAuthenticationToken": {403},
        "SignatureDoesNotMatch": {403},
        "ValidationError": {400},
        "UnknownOperationException": {501},
    },
    "json": {
        "AccessDeniedException": {400},
        "ExpiredTokenException": {400},
        "IncompleteSignatureException": {400},
        "InvalidSignatureException": {400},
        "MissingAuthenticationTokenException": {400},
        "RequestEntityTooLargeException": {413},
        "SerializationException": {400},
        "ThrottlingException": {400},
        "UnknownOperationException": {400, 501},
        "UnrecognizedClientException": {400},
        "ValidationException": {400},
    },
    "rest-json": {
        "AccessDeniedException": {403},
        "ExpiredTokenException": {403},
        "IncompleteSignatureException": {403},
        "InvalidSignatureException": {403},
        "MissingAuthenticationTokenException": {403},
        "SerializationException": {400},
        "UnknownOperationException": {404, 501},
        "UnrecognizedClientException": {403},
        "ValidationException": {400},
    },
}
# Where AWS itself answers otherwise than its model says.
KNOWN = {
    # https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_DescribeTable.html shows 0 in its example.
    r"dynamodb:\w+ .*NumberOfDecreasesToday is 0, below the least: 1",
    # https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html: empty when all was done.
    r"dynamodb:Batch\w+ Unprocessed(Keys|Items) is \{\}, below the least: 1",
    # DynamoDB Local takes the text for the boolean, too.
    r"dynamodb:\w+ a request was not refused: [\w.]*BOOL is no boolean: 'true'",
    # Recorded on AWS: what the model knows of StateReasonCode alone is answered here as well.
    r"lambda:\w+ .*LastUpdateStatusReasonCode is 'Creating', not one of .*",
    # Recorded on AWS (test/vectors/aws-recorded.json): a capital beside an item, and other words for two kinds.
    r"dynamodb:\w+ Message is not in the model",
    r"sts:AssumeRole the error InvalidParameterValue \(400\) is not in the model for this service",
    r"iam:\w+ .*PermissionsBoundaryType is 'Policy', not one of PermissionsBoundaryPolicy",
    # Recorded on AWS (test_apigateway_api.snapshot.json of LocalStack): an empty template is answered as null.
    r"apigateway:\w+ .*responseTemplates\.\S+ is no string: null",
    r"iam:Simulate\w+ .*SourcePolicyType is 'IAM Policy', not one of .*",
}
MALFORMED = object()


class Service:
    """One service's model, and how its protocol names operations and errors."""

    def __init__(self, name):
        self.model = botocore.session.get_session().get_service_model(SERVICES.get(name, name))
        self.protocol = self.model.metadata["protocol"]
        self.parser = botocore.parsers.create_parser(self.protocol)
        self.routes = sorted(self._routes(), key=lambda route: route["weight"], reverse=True)
        self.errors = {
            shape.error_code: shape for shape in self.model.error_shapes
        }

    def _routes(self):
        if self.protocol != "rest-json":
            return
        for name in self.model.operation_names:
            http = self.model.operation_model(name).http
            path, _, query = http["requestUri"].partition("?")
            pattern = re.sub(
                r"\{(\w+)(\+?)\}",
                lambda found: f"(?P<{found[1]}>{'.+' if found[2] else '[^/]+'})",
                re.sub(r"([.+*()])(?![^{]*\})", r"\\\1", path),
            )
            wanted = urllib.parse.parse_qsl(query, keep_blank_values=True)
            literal = len(re.sub(r"\{[^}]*\}", "", path))
            yield {
                "name": name,
                "method": http["method"],
                "pattern": re.compile(f"^{pattern}/?$"),
                "query": wanted,
                "weight": (literal, len(wanted)),
            }

    def operation(self, request):
        """The operation's model and the labels of its path, or nothing."""
        if self.protocol == "json":
            target = request["headers"].get("x-amz-target", "")
            name = target.partition(".")[2]
            known = target.startswith(self.model.metadata["targetPrefix"]) and name in self.model.operation_names
            return (self.model.operation_model(name), {}) if known else None
        if self.protocol == "query":
            name = self.form(request).get("Action", "")
            return (self.model.operation_model(name), {}) if name in self.model.operation_names else None
        query = dict(request["query"])
        for route in self.routes:
            found = route["method"] == request["method"] and route["pattern"].match(request["path"])
            if found and all(query.get(key) == value for key, value in route["query"]):
                labels = {key: urllib.parse.unquote(value) for key, value in found.groupdict().items()}
                return self.model.operation_model(route["name"]), labels
        return None

    @staticmethod
    def form(request):
        text = request["body"].decode("utf-8", "replace")
        pairs = urllib.parse.parse_qsl(text, keep_blank_values=True) if text else request["query"]
        return dict(pairs)


class Walk:
    """Compares values with shapes, and remembers what does not fit."""

    def __init__(self, strict, error=False):
        self.strict = strict
        self.error = error
        self.problems = []

    def say(self, path, text):
        self.problems.append(f"{path or 'the body'} {text}")

    def json(self, shape, value, path=""):
        kind = shape.type_name
        if getattr(shape, "is_document_type", False):
            return
        expected = {
            "structure": dict,
            "map": dict,
            "list": list,
            "string": str,
            "blob": str,
            "character": str,
            "boolean": bool,
            "integer": int,
            "long": int,
            "float": (int, float),
            "double": (int, float),
        }.get(kind)
        if kind == "timestamp":
            text = shape.serialization.get("timestampFormat") in ("iso8601", "rfc822")
            if not isinstance(value, str if text else (int, float)) or isinstance(value, bool):
                self.say(path, f"is no timestamp as the model writes it: {brief(value)}")
            return
        numeric = kind in ("integer", "long", "float", "double")
        if not isinstance(value, expected) or (numeric and isinstance(value, bool)):
            # JavaScript writes 1.0 as 1, and JSON has one kind of number; "NaN" and "Infinity" are strings.
            self.say(path, f"is no {kind}: {brief(value)}")
            return
        if kind == "structure":
            self.structure(shape, value, path)
        elif kind == "map":
            for key, item in value.items():
                self.text(shape.key, key, f"{path}.{key} (key)")
                if item is None and not self.strict:
                    continue
                self.json(shape.value, item, f"{path}.{key}")
        elif kind == "list":
            for index, item in enumerate(value):
                self.json(shape.member, item, f"{path}[{index}]")
        elif kind == "string":
            self.text(shape, value, path)
        elif kind == "blob":
            try:
                base64.b64decode(value, validate=True)
            except ValueError:
                self.say(path, "is no base64")
        self.size(shape, value, path)

    def structure(self, shape, value, path, skip=()):
        members = {
            member.serialization.get("name", name): (name, member) for name, member in shape.members.items()
        }
        for key, item in value.items():
            if key not in members:
                # Every error has a message, also where the model leaves it out; where it says Message, it is no message.
                expected = key == "__type" or (key == "message" and self.error and "Message" not in members)
                if self.strict and not expected:
                    self.say(f"{path}.{key}".lstrip("."), "is not in the model")
            elif item is None:
                if self.strict and not getattr(shape, "is_document_type", False):
                    self.say(f"{path}.{key}".lstrip("."), "is null")
            else:
                self.json(members[key][1], item, f"{path}.{key}".lstrip("."))
        given = {members[key][0] for key, item in value.items() if key in members and item is not None}
        for name in shape.required_members:
            if name not in given and name not in skip:
                self.say(f"{path}.{name}".lstrip("."), "is required and missing")
        if getattr(shape, "is_tagged_union", False) and len(given) != 1:
            self.say(path, "must have exactly one member")

    def text(self, shape, value, path):
        allowed = getattr(shape, "enum", None)
        if allowed and value not in allowed:
            self.say(path, f"is {value!r}, not one of {', '.join(allowed)}")
        pattern = shape.metadata.get("pattern")
        if pattern and self.strict and not matches(pattern, value):
            self.say(path, f"is {brief(value)}, against the pattern {pattern}")

    def size(self, shape, value, path):
        """Lengths and ranges of answers; DynamoDB and others enforce those of requests in their own ways."""
        if not self.strict:
            return
        least, most = shape.metadata.get("min"), shape.metadata.get("max")
        number = value if isinstance(value, (int, float)) else len(value)
        if least is not None and number < least:
            self.say(path, f"is {brief(value)}, below the least: {least}")
        if most is not None and number > most:
            self.say(path, f"is {brief(value)}, over the most: {most}")

    def xml(self, shape, node, path=""):
        kind = shape.type_name
        if kind == "structure":
            names = {member.serialization.get("name", name): (name, member) for name, member in shape.members.items()}
            given = set()
            for child in node:
                tag = local(child)
                if tag not in names:
                    self.say(f"{path}.{tag}".lstrip("."), "is not in the model")
                    continue
                if names[tag][0] in given:
                    self.say(f"{path}.{tag}".lstrip("."), "stands there twice")
                given.add(names[tag][0])
                self.xml(names[tag][1], child, f"{path}.{tag}".lstrip("."))
            for name in shape.required_members:
                if name not in given:
                    self.say(f"{path}.{name}".lstrip("."), "is required and missing")
        elif kind == "list":
            wanted = shape.member.serialization.get("name", "member")
            for index, child in enumerate(node):
                if local(child) != wanted:
                    self.say(f"{path}[{index}]", f"is called {local(child)}, not {wanted}")
                self.xml(shape.member, child, f"{path}[{index}]")
            self.size(shape, list(node), path)
        elif kind == "map":
            for entry in node:
                parts = {local(child): child for child in entry}
                if local(entry) != "entry" or set(parts) != {"key", "value"}:
                    self.say(path, "is a map whose entries are no key and value")
                    continue
                self.text(shape.key, parts["key"].text or "", f"{path} (key)")
                self.xml(shape.value, parts["value"], f"{path}.{parts['key'].text}")
        else:
            self.scalar(shape, node.text or "", path)

    def scalar(self, shape, text, path):
        """A value as text: in XML, in a header, in a path or a query."""
        kind = shape.type_name
        patterns = {
            "boolean": r"true|false",
            "integer": r"-?\d+",
            "long": r"-?\d+",
            "float": r"-?\d+(\.\d+)?([eE][+-]?\d+)?",
            "double": r"-?\d+(\.\d+)?([eE][+-]?\d+)?",
            "timestamp": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)",
        }
        if kind in patterns:
            if not re.fullmatch(patterns[kind], text):
                self.say(path, f"is no {kind}: {brief(text)}")
            elif kind not in ("boolean", "timestamp"):
                self.size(shape, float(text), path)
        elif kind == "string":
            self.text(shape, text, path)
            self.size(shape, text, path)


def local(node):
    return node.tag.rpartition("}")[2]


def brief(value):
    text = json.dumps(value) if not isinstance(value, str) else repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


PATTERNS = {}


def matches(pattern, value):
    """Whether a value fits a pattern that was written for Java; what Python cannot read is not judged."""
    if pattern not in PATTERNS:
        try:
            PATTERNS[pattern] = re.compile(java_classes(pattern), re.DOTALL)
        except re.error:
            PATTERNS[pattern] = None
    compiled = PATTERNS[pattern]
    return compiled is None or compiled.fullmatch(value) is not None


def java_classes(pattern):
    if re.search(r"\\p\{", pattern) is None:
        return pattern
    # Unicode classes are wider than what is said here; only the ASCII ones are translated.
    translated = re.sub(r"\\p\{(L|Z|N)\}", lambda found: {"L": "a-zA-Z", "Z": "\\s", "N": "0-9"}[found[1]], pattern)
    if re.search(r"\\p\{", translated):
        raise re.error("a class of Java's")
    return translated


def request_problems(service, operation, labels, request):
    """Why the model forbids a request; MALFORMED when it cannot even be read."""
    shape = operation.input_shape
    if shape is None:
        return []
    walk = Walk(strict=False)
    if service.protocol == "query":
        form = service.form(request)
        for name in shape.required_members:
            wanted = shape.members[name].serialization.get("name", name)
            if not any(key == wanted or key.startswith(f"{wanted}.") for key in form):
                walk.say(name, "is required and missing")
        for name, member in shape.members.items():
            wanted = member.serialization.get("name", name)
            if wanted in form and member.type_name not in ("structure", "list", "map"):
                walk.scalar(member, form[wanted], name)
        return walk.problems
    payload = shape.serialization.get("payload")
    in_body = {
        name for name, member in shape.members.items() if "location" not in member.serialization and name != payload
    }
    query = {}
    for key, value in request["query"]:
        query.setdefault(key, value)
    for name, member in shape.members.items():
        location, wanted = member.serialization.get("location"), member.serialization.get("name", name)
        place = {"uri": labels, "querystring": query, "header": request["headers"]}.get(location)
        if place is None:
            continue
        value = place.get(wanted.lower() if location == "header" else wanted)
        if value is None:
            if name in shape.required_members:
                walk.say(name, "is required and missing")
        elif member.type_name not in ("structure", "list", "map"):
            walk.scalar(member, value, name)
    if payload is not None:
        if payload in shape.required_members and not request["body"]:
            walk.say(payload, "is required and missing")
        return walk.problems
    if not in_body:
        return walk.problems
    body = read_json(request["body"] or b"{}")
    if not isinstance(body, dict):
        return MALFORMED
    outside = [name for name in shape.members if name not in in_body]
    walk.structure(shape, body, "", skip=outside)
    return walk.problems


def answer_problems(service, operation, response):
    walk = Walk(strict=True)
    shape = operation.output_shape
    body = response["body"]
    if service.protocol == "query":
        root = read_xml(body)
        if root is None:
            return ["the body is no XML"]
        if local(root) != f"{operation.name}Response":
            walk.say("", f"is a {local(root)}")
        children = {local(child): child for child in root}
        if "ResponseMetadata" not in children:
            walk.say("ResponseMetadata", "is missing")
        if shape is not None:
            result = children.get(shape.serialization.get("resultWrapper", ""))
            if result is None:
                walk.say(shape.serialization.get("resultWrapper", ""), "is missing")
            else:
                walk.xml(shape, result)
        if response["status"] != 200:
            walk.say("the status", f"is {response['status']}, not 200")
        return walk.problems
    code_member = shape is not None and any(
        member.serialization.get("location") == "statusCode" for member in shape.members.values()
    )
    wanted = 200 if service.protocol == "json" else operation.http.get("responseCode", 200)
    if not code_member and response["status"] != wanted:
        walk.say("the status", f"is {response['status']}, not {wanted}")
    if shape is None:
        if body not in (b"", b"{}"):
            walk.say("", f"should be empty: {body[:80]!r}")
        return walk.problems
    payload = shape.serialization.get("payload")
    for name, member in shape.members.items():
        if member.serialization.get("location") == "header":
            value = response["headers"].get(member.serialization.get("name", name).lower())
            if value is not None:
                walk.scalar(member, value, name)
    if payload is not None and shape.members[payload].type_name != "structure":
        return walk.problems
    parsed = read_json(body or b"{}")
    if not isinstance(parsed, dict):
        return ["the body is no JSON object"]
    if payload is not None:
        walk.json(shape.members[payload], parsed)
        return walk.problems
    outside = [name for name, member in shape.members.items() if "location" in member.serialization]
    for name in outside:
        if shape.members[name].serialization.get("name", name) in parsed and name not in shape.required_members:
            walk.say(name, "belongs outside of the body")
    walk.structure(shape, parsed, "", skip=outside)
    return walk.problems


def error_problems(service, operation, response):
    """Whether a refusal has the shape of the protocol, and an error that the operation may answer."""
    code, members, problems = read_error(service, response)
    if problems:
        return problems
    known = {shape.error_code: shape for shape in operation.error_shapes} if operation else {}
    shape = known.get(code)
    common = COMMON[service.protocol].get(code)
    if shape is None:
        if common is not None:
            if response["status"] not in common:
                return [f"the error {code} has status {response['status']}"]
            return []
        where = "for this operation" if code in service.errors else "for this service"
        return [f"the error {code} ({response['status']}) is not in the model {where}"]
    walk = Walk(strict=True, error=True)
    error = shape.metadata.get("error", {})
    # A model without a status means the protocol's: 400 for the caller's mistakes, 500 for the service's.
    wanted = error.get("httpStatusCode", 500 if shape._shape_model.get("fault") else 400)
    if response["status"] != wanted and response["status"] not in (common or ()):
        walk.say("the status", f"of {code} is {response['status']}, not {wanted}")
    if isinstance(members, dict):
        walk.structure(shape, members, "")
    else:
        for name in [local(child) for child in members]:
            if name not in ("Type", "Code", "Message") and name not in shape.members:
                walk.say(name, "is not in the model")
    return walk.problems


def read_error(service, response):
    if service.protocol == "query":
        root = read_xml(response["body"])
        error = None if root is None else next((child for child in root if local(child) == "Error"), None)
        if error is None:
            return None, None, ["the refusal is no ErrorResponse with an Error"]
        parts = {local(child): child.text for child in error}
        missing = [name for name in ("Type", "Code", "Message") if not parts.get(name)]
        if not any(local(child) == "RequestId" for child in root):
            missing.append("RequestId")
        if missing:
            return None, None, [f"the refusal lacks {', '.join(missing)}"]
        return parts["Code"], error, []
    members = read_json(response["body"])
    if not isinstance(members, dict):
        return None, None, ["the refusal is no JSON object"]
    code = response["headers"].get("x-amzn-errortype") if service.protocol == "rest-json" else members.get("__type")
    if not code:
        return None, None, ["the refusal names no error"]
    code = re.sub(r"^.*#|:.*$", "", code)
    location = {
        member.serialization["name"].lower()
        for shape in [service.errors.get(code)]
        if shape is not None
        for member in shape.members.values()
        if member.serialization.get("location") == "header"
    }
    return code, {key: value for key, value in members.items() if key.lower() not in location}, []


def read_json(body):
    try:
        return json.loads(body.decode("utf-8"))
    except (UnicodeDecodeError, ValueError):
        return None


def read_xml(body):
    try:
        return xml.etree.ElementTree.fromstring(body)
    except xml.etree.ElementTree.ParseError:
        return None


def decoded(part):
    headers = {key.lower(): value for key, value in part["headers"].items()}
    return {**part, "headers": headers, "body": base64.b64decode(part["body"])}


def judge(services, exchange):
    """The name of the operation, and what does not fit."""
    name = exchange["service"]
    service = services.setdefault(name, None) or Service(name)
    services[name] = service
    request, response = decoded(exchange["request"]), decoded(exchange["response"])
    found = service.operation(request)
    operation, labels = found or (None, {})
    title = f"{name}:{operation.name if operation else '?'}"
    if response["status"] >= 400:
        return title, error_problems(service, operation, response)
    if operation is None:
        return title, [f"{request['method']} {request['path']} is no operation, and was answered with {response['status']}"]
    problems = answer_problems(service, operation, response)
    forbidden = request_problems(service, operation, labels, request)
    if forbidden is MALFORMED:
        problems.append("a request that is no JSON object was not refused")
    elif forbidden:
        problems.append(f"a request was not refused: {'; '.join(forbidden)}")
    try:
        service.parser.parse(
            {"status_code": response["status"], "headers": response["headers"], "body": response["body"]},
            operation.output_shape,
        )
    except Exception as error:  # whatever it is, a client meets it too
        problems.append(f"botocore cannot read the answer: {error}")
    return title, problems


def main(files):
    services, operations, seen, found = {}, set(), 0, {}
    for file in files:
        with open(file, encoding="utf-8") as lines:
            for line in lines:
                exchange = json.loads(line)
                if exchange["service"] not in ("iam", "sts", "lambda", "apigateway", "logs", "dynamodb", "tagging"):
                    continue
                seen += 1
                title, problems = judge(services, exchange)
                operations.add(title)
                for problem in problems:
                    if any(re.fullmatch(known, f"{title} {problem}", re.DOTALL) for known in KNOWN):
                        continue
                    key = (title, re.sub(r"\[\d+\]", "[]", problem))
                    first = {"operation": title, "problem": key[1], "times": 0, "test": exchange["test"]}
                    entry = found.setdefault(key, first)
                    entry["times"] += 1
    print(
        json.dumps(
            {
                "botocore": botocore.__version__,
                "exchanges": seen,
                "operations": len(operations),
                "problems": sorted(found.values(), key=lambda each: (each["operation"], each["problem"])),
            }
        )
    )


main(sys.argv[1:])
