//! The scenario with the client that openapi-generator makes of the contract.

use chrono::DateTime;
use openapi::apis::configuration::Configuration;
use openapi::apis::databases_api::{self, CreateIntegrationSourceDatabaseError};
use openapi::apis::{
    columns_api, integration_sources_api, organizations_api, saas_associations_api, saas_objects_api, tables_api, Error,
};
use openapi::models::{self, DescriptionSource, IntegrationSourceDatabase, Problem, ProblemCode};
use reqwest::header::{HeaderMap, ACCEPT};
use std::env::var;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A request by hand, for what the client does not show: headers of answers, and lists as lines.
async fn get(api: &Configuration, path: &str, accept: &str) -> Outcome<(HeaderMap, String)> {
    let token = api.bearer_access_token.as_deref().unwrap_or_default();
    let request = api.client.get(format!("{}{path}", api.base_path)).bearer_auth(token).header(ACCEPT, accept);
    let response = request.send().await?.error_for_status()?;
    Ok((response.headers().clone(), response.text().await?))
}

async fn create(
    api: &Configuration,
    source_id: &str,
    name: &str,
) -> Result<IntegrationSourceDatabase, Error<CreateIntegrationSourceDatabaseError>> {
    let body = models::IntegrationSourceDatabaseCreate::new(name.to_string());
    databases_api::create_integration_source_database(api, source_id, body, None, None, None, None, None, None, None)
        .await
}

async fn update(
    api: &Configuration,
    database: &IntegrationSourceDatabase,
    body: models::IntegrationSourceDatabaseUpdate,
    if_match: Option<&str>,
) -> Result<IntegrationSourceDatabase, Error<databases_api::UpdateIntegrationSourceDatabaseError>> {
    let (source_id, id) = (database.integration_source_id.to_string(), database.id.to_string());
    databases_api::update_integration_source_database(
        api, &source_id, &id, body, if_match, None, None, None, None, None, None,
    )
    .await
}

/// The status and the problem that a call is answered with.
fn problem_of<T, E>(result: Result<T, Error<E>>) -> (u16, Problem) {
    match result {
        Err(Error::ResponseError(refused)) => {
            let problem = serde_json::from_str(&refused.content).expect("a problem");
            (refused.status.as_u16(), problem)
        }
        _ => panic!("expected a problem"),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Outcome<()> {
    let mut api = Configuration::new();
    api.base_path = var("SOURCEBOOK_URL")?;
    api.bearer_access_token = Some(var("SOURCEBOOK_TOKEN")?);

    // An organization, and a source in it.
    let organization = organizations_api::create_organization(
        &api,
        models::OrganizationCreate::new("Rust".to_string()),
        None, None, None, None, None, None, None, None,
    )
    .await?;
    let mut body = models::IntegrationSourceCreate::new(
        "Warehouse".to_string(),
        models::SourceType::Warehouse,
        "bigquery".to_string(),
    );
    body.organization_id = Some(organization.id);
    let source = integration_sources_api::create_integration_source(
        &api, body, None, None, None, None, None, None, None, None,
    )
    .await?;
    let source_id = source.id.to_string();

    // A database with every field.
    // readme:begin
    let mut body = models::IntegrationSourceDatabaseCreate::new("shop".to_string());
    body.description = Some(Some("Orders and customers".to_string()));
    body.description_source = Some(Some(DescriptionSource::ManualEdit));
    body.description_generated_at = Some(Some(DateTime::parse_from_rfc3339("2026-11-23T09:30:00Z")?));
    body.is_active = Some(true);
    body.priority = Some(10);
    let key = format!("rust-{source_id}");
    let database = databases_api::create_integration_source_database(
        &api, &source_id, body, Some(&key), None, None, None, None, None, None,
    )
    .await?;
    // readme:end
    assert_eq!(database.description_source.flatten(), Some(DescriptionSource::ManualEdit));
    assert_eq!(database.priority, Some(10));
    assert_eq!(database.last_introspected_at.flatten(), None);

    // All databases, two a page: the client shows no headers, so the link to the next page is followed by hand.
    for name in ["crm", "events", "logs", "web"] {
        create(&api, &source_id, name).await?;
    }
    let list = format!("/api/integration-sources/{source_id}/databases");
    let (mut names, mut pages, mut following) = (vec![], vec![], Some(format!("{list}?limit=2")));
    while let Some(path) = following {
        let (headers, text) = get(&api, &path, "application/json").await?;
        let page: Vec<IntegrationSourceDatabase> = serde_json::from_str(&text)?;
        pages.push(page.len());
        names.extend(page.into_iter().map(|item| item.name));
        let link = headers.get("link").map_or("", |link| link.to_str().unwrap_or_default());
        following = link.strip_suffix(">; rel=\"next\"").map(|target| target[1..].to_string());
    }
    assert_eq!(pages, [2, 2, 1]);
    assert_eq!(names, ["shop", "crm", "events", "logs", "web"]);
    let all = databases_api::list_integration_source_databases(
        &api, &source_id, Some(5), None, None, None, None, None, None, None, None, None,
    )
    .await?;
    assert_eq!(all.len(), 5);

    // Two updates of the same version: the second one fails.
    let (headers, _) = get(&api, &format!("{list}/{}", database.id), "application/json").await?;
    let etag = headers["etag"].to_str()?;
    let with_priority = |priority| models::IntegrationSourceDatabaseUpdate { priority: Some(priority), ..Default::default() };
    assert_eq!(update(&api, &database, with_priority(Some(1)), Some(etag)).await?.priority, Some(1));
    let (status, lost) = problem_of(update(&api, &database, with_priority(Some(2)), Some(etag)).await);
    assert_eq!((status, lost.code), (412, ProblemCode::PreconditionFailed));

    // null clears a field.
    let clearing = models::IntegrationSourceDatabaseUpdate { description: Some(None), ..Default::default() };
    assert_eq!(update(&api, &database, clearing, None).await?.description.flatten(), None);

    // A name that is already used, and an invalid one.
    let (_, conflict) = problem_of(create(&api, &source_id, "shop").await);
    assert_eq!((conflict.code, conflict.existing_id), (ProblemCode::NameTaken, Some(database.id)));
    let (_, invalid) = problem_of(create(&api, &source_id, "").await);
    assert_eq!(invalid.errors.expect("errors")[0].pointer, "/name");

    // A property whose name ends in an underscore.
    let object = models::SaasObjectCreate::new("Deal".to_string(), "deal".to_string());
    let object =
        saas_objects_api::create_saas_object(&api, &source_id, object, None, None, None, None, None, None, None).await?;
    let mut association = models::SaasAssociationCreate::new(object.id, object.id);
    association.metadata_ = Some([("of".to_string(), serde_json::json!([1, null]))].into());
    let association = saas_associations_api::create_saas_association(
        &api, &source_id, association, None, None, None, None, None, None, None,
    )
    .await?;
    assert_eq!(association.metadata_.expect("metadata")["of"], serde_json::json!([1, null]));

    // The whole list as a stream of lines.
    let (_, text) = get(&api, &list, "application/x-ndjson").await?;
    let lines: Result<Vec<IntegrationSourceDatabase>, _> = text.lines().map(serde_json::from_str).collect();
    assert_eq!(lines?.len(), 5);

    // Tables and columns as others filled them: with maps of shares, and with nulls.
    let sources = integration_sources_api::list_integration_sources(
        &api, None, None, None, None, None, None, None, None, None, None,
    )
    .await?;
    let mut counts = (0, 0);
    for source in sources {
        let id = source.id.to_string();
        let tables =
            tables_api::list_integration_source_tables(
                &api, &id, None, None, None, None, None, None, None, None, None, None,
            )
                .await?;
        let columns = columns_api::list_integration_source_columns(
            &api, &id, None, None, None, None, None, None, None, None, None, None,
        )
        .await?;
        counts = (counts.0 + tables.len(), counts.1 + columns.len());
    }
    assert!(counts.0 > 0 && counts.1 > 0);

    // DELETE answers with the deleted resource.
    let deleted = databases_api::delete_integration_source_database(
        &api, &source_id, &database.id.to_string(), None, None, None, None, None, None, None,
    )
    .await?;
    assert_eq!(deleted.name, "shop");
    println!("the scenario is complete");
    Ok(())
}
