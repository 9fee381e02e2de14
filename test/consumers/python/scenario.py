"""The scenario with the client that openapi-python-client makes of the contract."""

import json
import os
import re
from datetime import datetime, timezone

from sourcebook_client import AuthenticatedClient
from sourcebook_client.api.databases import (
    create_integration_source_database,
    delete_integration_source_database,
    list_integration_source_databases,
    update_integration_source_database,
)
from sourcebook_client.api.integration_sources import create_integration_source
from sourcebook_client.api.organizations import create_organization
from sourcebook_client.models import (
    DescriptionSource,
    IntegrationSource,
    IntegrationSourceCreate,
    IntegrationSourceDatabase,
    IntegrationSourceDatabaseCreate,
    IntegrationSourceDatabaseUpdate,
    Organization,
    OrganizationCreate,
    Problem,
    ProblemCode,
    SourceType,
)
from sourcebook_client.types import UNSET, Unset

client = AuthenticatedClient(base_url=os.environ["SOURCEBOOK_URL"], token=os.environ["SOURCEBOOK_TOKEN"])

# An organization, and a source in it.
organization = create_organization.sync(client=client, body=OrganizationCreate(name="Python"))
assert isinstance(organization, Organization)
source = create_integration_source.sync(
    client=client,
    body=IntegrationSourceCreate(
        organization_id=organization.id,
        name="Warehouse",
        source_type=SourceType.WAREHOUSE,
        connector_type="bigquery",
    ),
)
assert isinstance(source, IntegrationSource)

# A database with every field.
# readme:begin
created = create_integration_source_database.sync_detailed(
    source.id,
    client=client,
    idempotency_key=f"python-{source.id}",
    body=IntegrationSourceDatabaseCreate(
        name="shop",
        description="Orders and customers",
        description_source=DescriptionSource.MANUAL_EDIT,
        description_generated_at=datetime(2026, 11, 23, 9, 30, tzinfo=timezone.utc),
        is_active=True,
        priority=10,
    ),
)
database = created.parsed
# readme:end
assert isinstance(database, IntegrationSourceDatabase)
assert database.description_source is DescriptionSource.MANUAL_EDIT
assert database.priority == 10
assert database.last_introspected_at is None

# All databases, two a page.
for name in ["crm", "events", "logs", "web"]:
    create_integration_source_database.sync(source.id, client=client, body=IntegrationSourceDatabaseCreate(name=name))
names: list[str] = []
pages: list[int] = []
cursor: str | Unset | None = UNSET
while cursor is not None:
    page = list_integration_source_databases.sync_detailed(source.id, client=client, limit=2, cursor=cursor)
    assert isinstance(page.parsed, list)
    names += [item.name for item in page.parsed]
    pages.append(len(page.parsed))
    following = re.search(r'cursor=([^&>]+)[^>]*>; rel="next"', page.headers.get("link", ""))
    cursor = following[1] if following else None
assert pages == [2, 2, 1]
assert names == ["shop", "crm", "events", "logs", "web"]


# Two updates of the same version: the second one fails.
def update(priority: int) -> IntegrationSourceDatabase | Problem | None:
    assert isinstance(source, IntegrationSource) and isinstance(database, IntegrationSourceDatabase)
    return update_integration_source_database.sync(
        source.id,
        database.id,
        client=client,
        if_match=created.headers["etag"],
        body=IntegrationSourceDatabaseUpdate(priority=priority),
    )


won = update(1)
assert isinstance(won, IntegrationSourceDatabase) and won.priority == 1
lost = update(2)
assert isinstance(lost, Problem) and lost.status == 412 and lost.code is ProblemCode.PRECONDITION_FAILED

# A name that is already used, and an invalid one.
conflict = create_integration_source_database.sync(
    source.id, client=client, body=IntegrationSourceDatabaseCreate(name="shop")
)
assert isinstance(conflict, Problem) and conflict.code is ProblemCode.NAME_TAKEN
assert conflict.existing_id == database.id
invalid = create_integration_source_database.sync(
    source.id, client=client, body=IntegrationSourceDatabaseCreate(name="")
)
assert isinstance(invalid, Problem) and invalid.code is ProblemCode.VALIDATION_FAILED
assert invalid.errors and invalid.errors[0].pointer == "/name"

# The whole list as a stream of lines.
with client.get_httpx_client().stream(
    "GET", f"/api/integration-sources/{source.id}/databases", headers={"Accept": "application/x-ndjson"}
) as stream:
    lines = [IntegrationSourceDatabase.from_dict(json.loads(line)) for line in stream.iter_lines()]
assert len(lines) == 5

# DELETE answers with the deleted resource.
deleted = delete_integration_source_database.sync(source.id, database.id, client=client)
assert isinstance(deleted, IntegrationSourceDatabase) and deleted.name == "shop"
print("the scenario is complete")
