//! The scenario with the client that progenitor makes of the contract.

progenitor::generate_api!(spec = "openapi-json-only.json", interface = Builder);

use futures::TryStreamExt;
use reqwest::header::{HeaderMap, HeaderValue, AUTHORIZATION};
use std::env::var;
use types::*;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// The status and the problem that a call is answered with. The client gives the bytes of `application/problem+json`.
async fn problem_of<T>(result: Result<ResponseValue<T>, Error<ByteStream>>) -> Outcome<(u16, Problem)> {
    let Err(Error::ErrorResponse(refused)) = result else { panic!("expected a problem") };
    let status = refused.status().as_u16();
    let bytes = refused.into_inner().into_inner().try_collect::<Vec<_>>().await?.concat();
    Ok((status, serde_json::from_slice(&bytes)?))
}

/// The cursor of the next page, by the `Link` of this one.
fn next_cursor(headers: &HeaderMap) -> Option<String> {
    let link = headers.get("link")?.to_str().ok()?;
    let (_, after) = link.split_once("cursor=")?;
    Some(after.split(['&', '>']).next()?.to_string())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let token = HeaderValue::from_str(&format!("Bearer {}", var("SOURCEBOOK_TOKEN")?))?;
    let http = reqwest::Client::builder().default_headers(HeaderMap::from_iter([(AUTHORIZATION, token)])).build()?;
    let api = Client::new_with_client(&var("SOURCEBOOK_URL")?, http);

    // An organization, and a source in it.
    let organization = api
        .create_organization()
        .body(OrganizationCreate::builder().name("progenitor"))
        .send()
        .await?;
    let source = api
        .create_integration_source()
        .body(
            IntegrationSourceCreate::builder()
                .organization_id(organization.id)
                .name("Warehouse")
                .source_type(SourceType::Warehouse)
                .connector_type("bigquery"),
        )
        .send()
        .await?;

    // A database with every field.
    let created = api
        .create_integration_source_database()
        .source_id(source.id)
        .idempotency_key(format!("progenitor-{}", source.id))
        .body(
            IntegrationSourceDatabaseCreate::builder()
                .name("shop")
                .description(Some("Orders and customers".parse()?))
                .description_source(Some(IntegrationSourceDatabaseCreateDescriptionSource::ManualEdit))
                .description_generated_at(Some("2026-11-23T09:30:00Z".parse()?))
                .is_active(true)
                .priority(10),
        )
        .send()
        .await?;
    let etag = created.headers()["etag"].to_str()?.to_string();
    let database = created.into_inner();
    assert_eq!(database.description_source, Some(IntegrationSourceDatabaseDescriptionSource::ManualEdit));
    assert_eq!(database.priority, 10);
    assert_eq!(database.last_introspected_at, None);

    // All databases, two a page.
    let create = |name: &str| {
        let body = IntegrationSourceDatabaseCreate::builder().name(name);
        api.create_integration_source_database().source_id(source.id).body(body).send()
    };
    for name in ["crm", "events", "logs", "web"] {
        create(name).await?;
    }
    let (mut names, mut pages, mut cursor) = (vec![], vec![], None);
    loop {
        let request = api.list_integration_source_databases().source_id(source.id).limit(2);
        let page = match cursor {
            Some(cursor) => request.cursor::<String>(cursor),
            None => request,
        }
        .send()
        .await?;
        cursor = next_cursor(page.headers());
        pages.push(page.len());
        names.extend(page.into_inner().into_iter().map(|item| item.name.to_string()));
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(pages, [2, 2, 1]);
    assert_eq!(names, ["shop", "crm", "events", "logs", "web"]);

    // Two updates of the same version: the second one fails.
    let update = || api.update_integration_source_database().source_id(source.id).database_id(database.id);
    let prioritize = |priority: i32| {
        update().if_match(etag.clone()).body(IntegrationSourceDatabaseUpdate::builder().priority(Some(priority))).send()
    };
    assert_eq!(prioritize(1).await?.priority, 1);
    let (status, lost) = problem_of(prioritize(2).await).await?;
    assert_eq!((status, lost.code), (412, ProblemCode::PreconditionFailed));

    // A name that is already used. The client itself refuses an invalid one.
    let (_, conflict) = problem_of(create("shop").await).await?;
    assert_eq!((conflict.code, conflict.existing_id), (ProblemCode::NameTaken, Some(database.id)));
    assert!(matches!(create("").await, Err(Error::InvalidRequest(_))));

    // A property whose name ends in an underscore.
    let object = api
        .create_saas_object()
        .source_id(source.id)
        .body(SaasObjectCreate::builder().object_name("Deal").api_identifier("deal"))
        .send()
        .await?;
    let metadata = serde_json::Map::from_iter([("of".to_string(), serde_json::json!([1, null]))]);
    let association = api
        .create_saas_association()
        .source_id(source.id)
        .body(
            SaasAssociationCreate::builder()
                .from_object_id(object.id)
                .to_object_id(object.id)
                .metadata(metadata.clone()),
        )
        .send()
        .await?;
    assert_eq!(association.metadata, metadata);

    // DELETE answers with the deleted resource.
    let deleted =
        api.delete_integration_source_database().source_id(source.id).database_id(database.id).send().await?;
    assert_eq!(deleted.name.to_string(), "shop");
    println!("the scenario is complete");
    Ok(())
}
