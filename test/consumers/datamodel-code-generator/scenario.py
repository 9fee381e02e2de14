"""The scenario with the models that datamodel-code-generator makes of the contract, over requests by hand."""

import json
import os
import re
from collections.abc import Mapping
from datetime import datetime, timezone
from http.client import HTTPMessage
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import models
from pydantic import BaseModel, TypeAdapter


def call(
    method: str, path: str, body: BaseModel | None = None, headers: Mapping[str, str] = {}
) -> tuple[int, HTTPMessage, bytes]:
    """Sends a request. Answers with the status, the headers and the body, of a problem, too."""
    data = None if body is None else body.model_dump_json(exclude_unset=True, by_alias=True).encode()
    sent = {"Authorization": f"Bearer {os.environ['SOURCEBOOK_TOKEN']}", "Content-Type": "application/json", **headers}
    try:
        with urlopen(Request(os.environ["SOURCEBOOK_URL"] + path, data, sent, method=method)) as response:
            return response.status, response.headers, response.read()
    except HTTPError as refused:
        return refused.code, refused.headers, refused.read()


# An organization, and a source in it.
_, _, text = call("POST", "/api/organization", models.OrganizationCreate(name="datamodel-code-generator"))
organization = models.Organization.model_validate_json(text)
_, _, text = call(
    "POST",
    "/api/integration-sources",
    models.IntegrationSourceCreate(
        organization_id=organization.id,
        name="Warehouse",
        source_type=models.SourceType.warehouse,
        connector_type="bigquery",
    ),
)
source = models.IntegrationSource.model_validate_json(text)

# A database with every field.
databases = f"/api/integration-sources/{source.id}/databases"
_, headers, text = call(
    "POST",
    databases,
    models.IntegrationSourceDatabaseCreate(
        name="shop",
        description="Orders and customers",
        description_source=models.DescriptionSource.manual_edit,
        description_generated_at=datetime(2026, 11, 23, 9, 30, tzinfo=timezone.utc),
        is_active=True,
        priority=10,
    ),
    {"Idempotency-Key": f"datamodel-{source.id}"},
)
database = models.IntegrationSourceDatabase.model_validate_json(text)
assert database.description_source is models.DescriptionSource.manual_edit
assert database.priority == 10
assert database.last_introspected_at is None

# All databases, two a page.
for name in ["crm", "events", "logs", "web"]:
    call("POST", databases, models.IntegrationSourceDatabaseCreate(name=name))
read = TypeAdapter(list[models.IntegrationSourceDatabase])
names: list[str] = []
pages: list[int] = []
following: str | None = f"{databases}?limit=2"
while following:
    _, page_headers, text = call("GET", following)
    page = read.validate_json(text)
    names += [item.name for item in page]
    pages.append(len(page))
    link = re.search(r'<([^>]*)>; rel="next"', page_headers.get("link", ""))
    following = link[1] if link else None
assert pages == [2, 2, 1]
assert names == ["shop", "crm", "events", "logs", "web"]

# Two updates of the same version: the second one fails.
path = f"{databases}/{database.id}"
changes = models.IntegrationSourceDatabaseUpdate(priority=1)
if_match = {"If-Match": headers["etag"]}
assert call("PUT", path, changes, if_match)[0] == 200
status, _, text = call("PUT", path, changes.model_copy(update={"priority": 2}), if_match)
assert status == 412
assert models.Problem.model_validate_json(text).code is models.ProblemCode.precondition_failed

# null clears a field.
_, _, text = call("PUT", path, models.IntegrationSourceDatabaseUpdate(description=None))
assert models.IntegrationSourceDatabase.model_validate_json(text).description is None

# A name that is already used.
_, _, text = call("POST", databases, models.IntegrationSourceDatabaseCreate(name="shop"))
conflict = models.Problem.model_validate_json(text)
assert conflict.code is models.ProblemCode.name_taken
assert conflict.existing_id == database.id

# A property whose name ends in an underscore.
_, _, text = call(
    "POST",
    f"/api/integration-sources/{source.id}/saas-objects",
    models.SaasObjectCreate(object_name="Deal", api_identifier="deal"),
)
saas_object = models.SaasObject.model_validate_json(text)
_, _, text = call(
    "POST",
    f"/api/integration-sources/{source.id}/saas-associations",
    models.SaasAssociationCreate(
        from_object_id=saas_object.id, to_object_id=saas_object.id, metadata_={"of": [1, None]}
    ),
)
assert models.SaasAssociation.model_validate_json(text).metadata_ == {"of": [1, None]}

# DELETE answers with the deleted resource.
_, _, text = call("DELETE", path)
assert models.IntegrationSourceDatabase.model_validate_json(text).name == "shop"

# Every list of the demo, whose tables and columns have everything that introspections and people add.
_, _, text = call("GET", "/api/integration-sources")
counts: dict[str, int] = {}
for each in TypeAdapter(list[models.IntegrationSource]).validate_json(text):
    for kind, model in {
        "databases": models.IntegrationSourceDatabase,
        "tables": models.Table,
        "columns": models.Column,
        "relationships": models.Relationship,
        "saas-objects": models.SaasObject,
        "saas-associations": models.SaasAssociation,
    }.items():
        status, _, text = call("GET", f"/api/integration-sources/{each.id}/{kind}")
        assert status == 200, text
        counts[kind] = counts.get(kind, 0) + len([model.model_validate(item) for item in json.loads(text)])
assert all(counts.values()), counts
print("the scenario is complete")
