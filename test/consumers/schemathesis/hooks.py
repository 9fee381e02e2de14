"""What Schemathesis has to know about Sourcebook beyond openapi.yaml: a media type, and two checks of its own."""

import json
import os
import unicodedata
import zlib
from collections.abc import Iterator
from decimal import Decimal

import schemathesis
from hypothesis import strategies
from schemathesis.core.failures import Failure

# Problems about the request itself. All others are about the contents of the catalog.
NOT_UNDERSTOOD = {
    "body_too_large",
    "invalid_json",
    "malformed_request",
    "malformed_url",
    "method_not_allowed",
    "route_not_found",
    "unsupported_media_type",
    "validation_failed",
}
# Parameters that make a request depend on existing resources, or on an earlier request.
CONDITIONS = {
    "source_id",
    "integration_source_id",
    "data_source_id",
    "context_source_id",
    "resource_id",
    "job_id",
    "cursor",
    "after",
    "idempotency-key",
    "if-match",
}
# Query booleans in their further spellings besides JSON, in lower case.
BOOLEANS = {"active_only", "dry_run"}
BOOLEAN_WORDS = {"true", "1", "yes", "on", "t", "y", "false", "0", "no", "off", "f", "n"}
# The ids of resources that must not be deleted, and an unused id.
KEPT = set(os.environ["SOURCEBOOK_KEPT_IDS"].split(","))
ORGANIZATION_ID = "01920000-0000-7000-8000-000000000001"
MISSING_ID = "01920000-0000-7000-8000-00000000dead"
BODY_LIMIT_BYTES = 1_048_576
MAXIMUM_NAME_LENGTH = 255
MAXIMUM_DEPTH = 64
LINES = "application/x-ndjson"


# Characters that are forbidden in names, at least in some positions, so none is generated:
# Default_Ignorable_Code_Point and Noncharacter_Code_Point beyond the categories below.
HIDDEN = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0" + "".join(
    chr(code) for first, last in ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)) for code in range(first, last + 1)
)
LABELS = strategies.text(
    strategies.characters(exclude_categories=("Cc", "Cf", "Cn", "Cs", "Zl", "Zp"), exclude_characters=HIDDEN)
)
# Formats of the contract for text that people see; one of them allows an empty text.
schemathesis.openapi.format("label", LABELS)
schemathesis.openapi.format("name", LABELS.filter(lambda text: any(not (c.isspace() or c == "\u2800") for c in text)))


@schemathesis.serializer(LINES)
def lines(ctx, value):
    """The schema of a stream is that of its text."""
    return {"data": value if isinstance(value, bytes) else str(value).encode()}


def numbers(value) -> Iterator[int | float]:
    """Every number in a JSON value."""
    if isinstance(value, int | float):
        yield value
    for member in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from numbers(member)


def is_kept(number: int | float) -> bool:
    """Whether a number is the same after it was a double, and was written as the shortest text for it."""
    try:
        return Decimal(repr(float(number))) == number
    except OverflowError:
        return False


def texts(value) -> Iterator[str]:
    """Every text in a JSON value, the names of properties included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, member in value.items():
            yield name
            yield from texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from texts(member)


def depth(value) -> int:
    members = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if members is None else 1 + max(map(depth, members), default=0)


def is_declared_in_words(case, response, problem) -> bool:
    """Whether a refusal is one of those that the contract declares in words, because no schema can say them."""
    issue = (problem.get("errors") or [{}])[0]
    kind = issue.get("type")
    if problem["code"] == "body_too_large":
        return len(response.request.body or b"") > BODY_LIMIT_BYTES
    if kind == "string_unicode":
        return any("\0" in text for text in texts(case.body))
    if kind == "forbidden_name":
        return any(text in ("__proto__", "constructor") for text in texts(case.body))
    if kind == "number_not_exact":
        return any(not is_kept(number) for number in numbers(case.body))
    if kind == "recursion_limit":
        return depth(case.body) > MAXIMUM_DEPTH
    if kind == "string_too_long":
        return any(
            len(text) <= MAXIMUM_NAME_LENGTH < len(unicodedata.normalize("NFC", text)) for text in texts(case.body)
        )
    # Values that a parser or a comparison checks: cursors, time zones, a text that depends on another. Formats are not.
    return kind == "value_error" and not issue["msg"].startswith("Input should be a valid ")


@schemathesis.check
def valid_request_is_understood(ctx, response, case):
    """A request that matches the schemas may be refused for what the catalog holds, but not as a wrong one."""
    is_valid = case.meta is not None and case.meta.generation.mode.is_positive
    if not is_valid or case.method.upper() != case.operation.method.upper() or response.status_code < 400:
        return
    problem = json.loads(response.content)
    if problem["code"] in NOT_UNDERSTOOD and not is_declared_in_words(case, response, problem):
        raise Failure(
            operation=case.operation.label,
            title="Valid request refused as a wrong one",
            message=f"{problem['code']}: {problem['detail']}",
        )


@schemathesis.check
def lines_are_items(ctx, response, case):
    """A stream holds one JSON object a line, each valid as an item of the array that JSON clients get."""
    if not response.headers.get("content-type", [""])[0].startswith(LINES):
        return
    items = [json.loads(line) for line in response.content.decode().splitlines()]
    declared = case.operation.responses.find_by_status_code(response.status_code)
    resolved = declared.get_schema("application/json")
    for error in declared.get_validator(resolved.media_type, resolved.schema).iter_errors(items):
        raise Failure(
            operation=case.operation.label, title="A line is not a valid item of the list", message=str(error)[:2000]
        )


def with_known_organization(values: dict) -> dict:
    """Names the organization of the examples in the place of a drawn id, which has none of our UUIDs of version 7."""
    organization = values.get("organization_id")
    is_drawn = isinstance(organization, str) and organization[14:15] != "7"
    return {**values, "organization_id": ORGANIZATION_ID} if is_drawn else values


def without_conditions(values) -> dict:
    kept = {name: value for name, value in (values or {}).items() if name.lower() not in CONDITIONS}
    return with_known_organization(kept)


def without_hidden_booleans(values) -> dict:
    """Draws another text for one that the contract takes for a boolean in words, which a case that is to be wrong must not have."""
    return {
        name: "neither" if name in BOOLEANS and str(value).lower() in BOOLEAN_WORDS else value
        for name, value in (values or {}).items()
    }


def spread(case) -> int:
    """A number that cases get by what they send, so that the same seed gives the same requests."""
    sent = repr((case.method, case.path, case.path_parameters, sorted((case.query or {}).items(), key=repr), case.body))
    return zlib.crc32(sent.encode("utf-8", "surrogatepass"))


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """Lets most requests come further than to the conditions that a drawn value never meets, and asks for streams."""
    chance = spread(case)
    if case.meta is not None and case.meta.generation.mode.is_positive and chance % 4:
        case.query = without_conditions(case.query)
        case.headers = without_conditions(case.headers)
        if isinstance(case.body, dict):
            case.body = with_known_organization(case.body)
    if case.meta is not None and case.meta.generation.mode.is_negative and case.query:
        case.query = without_hidden_booleans(case.query)
    # The resources of the examples stay, since other requests need them; each deletion has an example of its own.
    parameters = case.path_parameters or {}
    target = case.operation.path.rpartition("{")[2].rstrip("}")
    if case.method.upper() == "DELETE" and parameters.get(target) in KEPT:
        case.path_parameters = {**parameters, target: MISSING_ID}
    # Only links from JSON answers are followed.
    if case.meta is None or case.meta.phase.name == "stateful":
        return
    success = case.operation.responses.find_by_status_code(200)
    if success is not None and LINES in success.definition.get("content", {}) and chance % 8 < 3:
        case.headers = {**(case.headers or {}), "Accept": LINES}
