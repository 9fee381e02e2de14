package example;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import sourcebook.client.ApiClient;
import sourcebook.client.ApiException;
import sourcebook.client.api.DatabasesApi;
import sourcebook.client.api.DatabasesApi.*;
import sourcebook.client.api.IntegrationSourcesApi;
import sourcebook.client.api.IntegrationSourcesApi.*;
import sourcebook.client.api.OrganizationsApi;
import sourcebook.client.api.OrganizationsApi.*;
import sourcebook.client.model.*;

/** The scenario with the client that openapi-generator generates from the contract. */
public class Scenario {
  static final String url = System.getenv("SOURCEBOOK_URL");
  static final String authorization = "Bearer " + System.getenv("SOURCEBOOK_TOKEN");
  static final Pattern nextCursor = Pattern.compile("cursor=([^&>]+)[^>]*>; rel=\"next\"");

  interface Call<T> {
    T make() throws ApiException;
  }

  static void expect(boolean holds, String what) {
    if (!holds) throw new AssertionError("expected " + what);
  }

  /** The problem in the answer to a call. */
  static Problem problemOf(Call<?> call) throws Exception {
    try {
      call.make();
    } catch (ApiException refused) {
      return ApiClient.createDefaultObjectMapper().readValue(refused.getResponseBody(), Problem.class);
    }
    throw new AssertionError("expected a problem");
  }

  public static void main(String[] arguments) throws Exception {
    var client = new ApiClient();
    client.updateBaseUri(url);
    client.setRequestInterceptor(request -> request.header("Authorization", authorization));
    var databases = new DatabasesApi(client);

    // An organization, and a source in it.
    var organization = new OrganizationsApi(client).createOrganization(
        APICreateOrganizationRequest.newBuilder().organizationCreate(new OrganizationCreate().name("Java")).build());
    var source = new IntegrationSourcesApi(client).createIntegrationSource(
        APICreateIntegrationSourceRequest.newBuilder()
            .integrationSourceCreate(new IntegrationSourceCreate()
                .organizationId(organization.getId())
                .name("Warehouse")
                .sourceType(SourceType.WAREHOUSE)
                .connectorType("bigquery"))
            .build());

    // A database with every field.
    // readme:begin
    var created = databases.createIntegrationSourceDatabaseWithHttpInfo(
        APICreateIntegrationSourceDatabaseRequest.newBuilder()
            .sourceId(source.getId())
            .idempotencyKey("java-" + source.getId())
            .integrationSourceDatabaseCreate(new IntegrationSourceDatabaseCreate()
                .name("shop")
                .description("Orders and customers")
                .descriptionSource(DescriptionSource.MANUAL_EDIT)
                .descriptionGeneratedAt(OffsetDateTime.parse("2026-11-23T09:30:00Z"))
                .isActive(true)
                .priority(10))
            .build());
    var database = created.getData();
    // readme:end
    expect(database.getDescriptionSource() == DescriptionSource.MANUAL_EDIT, "a manual edit");
    expect(database.getPriority() == 10, "priority 10");
    expect(database.getLastIntrospectedAt() == null, "no introspection yet");

    // All databases, two a page.
    for (var name : List.of("crm", "events", "logs", "web")) {
      create(databases, source.getId(), name);
    }
    var names = new ArrayList<String>();
    var pages = new ArrayList<Integer>();
    for (String cursor = null, end = "end"; cursor != end; ) {
      var page = databases.listIntegrationSourceDatabasesWithHttpInfo(
          APIListIntegrationSourceDatabasesRequest.newBuilder()
              .sourceId(source.getId())
              .limit(2)
              .cursor(cursor)
              .build());
      page.getData().forEach(item -> names.add(item.getName()));
      pages.add(page.getData().size());
      var next = nextCursor.matcher(String.join("", page.getHeaders().getOrDefault("link", List.of())));
      cursor = next.find() ? next.group(1) : end;
    }
    expect(pages.equals(List.of(2, 2, 1)), "pages of 2, 2 and 1");
    expect(names.equals(List.of("shop", "crm", "events", "logs", "web")), "the names in their order");

    // Two updates of the same version: the second one fails.
    var etag = created.getHeaders().get("etag").get(0);
    expect(update(databases, database, etag, 1).getPriority() == 1, "priority 1");
    var lost = problemOf(() -> update(databases, database, etag, 2));
    expect(lost.getStatus() == 412 && lost.getCode() == ProblemCode.PRECONDITION_FAILED, "a lost race");

    // A name that is already used, and an invalid one.
    var conflict = problemOf(() -> create(databases, source.getId(), "shop"));
    expect(conflict.getCode() == ProblemCode.NAME_TAKEN, "a taken name");
    expect(conflict.getExistingId().equals(database.getId()), "the id of what has the name");
    var invalid = problemOf(() -> create(databases, source.getId(), ""));
    expect(invalid.getErrors().get(0).getPointer().equals("/name"), "a pointer to the name");

    // The whole list as a stream of lines.
    var request = HttpRequest.newBuilder(URI.create(url + "/api/integration-sources/" + source.getId() + "/databases"))
        .header("Authorization", authorization)
        .header("Accept", "application/x-ndjson")
        .build();
    var mapper = client.getObjectMapper();
    var lines = 0;
    for (var line : client.getHttpClient().send(request, BodyHandlers.ofLines()).body().toList()) {
      mapper.readValue(line, IntegrationSourceDatabase.class);
      lines++;
    }
    expect(lines == 5, "five lines");

    // DELETE answers with the deleted resource.
    var deleted = databases.deleteIntegrationSourceDatabase(
        APIDeleteIntegrationSourceDatabaseRequest.newBuilder()
            .sourceId(source.getId())
            .databaseId(database.getId())
            .build());
    expect(deleted.getName().equals("shop"), "the deleted database");
    System.out.println("the scenario is complete");
  }

  static IntegrationSourceDatabase create(DatabasesApi databases, UUID sourceId, String name) throws ApiException {
    return databases.createIntegrationSourceDatabase(
        APICreateIntegrationSourceDatabaseRequest.newBuilder()
            .sourceId(sourceId)
            .integrationSourceDatabaseCreate(new IntegrationSourceDatabaseCreate().name(name))
            .build());
  }

  static IntegrationSourceDatabase update(
      DatabasesApi databases, IntegrationSourceDatabase database, String etag, int priority) throws ApiException {
    return databases.updateIntegrationSourceDatabase(
        APIUpdateIntegrationSourceDatabaseRequest.newBuilder()
            .sourceId(database.getIntegrationSourceId())
            .databaseId(database.getId())
            .ifMatch(etag)
            .integrationSourceDatabaseUpdate(new IntegrationSourceDatabaseUpdate().priority(priority))
            .build());
  }
}
