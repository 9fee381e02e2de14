// The scenario with the client that oapi-codegen generates from the contract.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"time"

	"example.com/sourcebook/client"
)

var nextPage = regexp.MustCompile(`<([^>]*)>; rel="next"`)

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func expect(holds bool, what string) {
	if !holds {
		log.Fatalf("expected %s", what)
	}
}

func to[T any](value T) *T { return &value }

func main() {
	ctx := context.Background()
	authorize := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Authorization", "Bearer "+os.Getenv("SOURCEBOOK_TOKEN"))
		return nil
	}
	api, err := client.NewClientWithResponses(os.Getenv("SOURCEBOOK_URL"), client.WithRequestEditorFn(authorize))
	check(err)

	// An organization, and a source in it.
	organization, err := api.CreateOrganizationWithResponse(ctx, nil, client.OrganizationCreate{Name: "Go"})
	check(err)
	source, err := api.CreateIntegrationSourceWithResponse(ctx, nil, client.IntegrationSourceCreate{
		OrganizationId: &organization.JSON201.Id,
		Name:           "Warehouse",
		SourceType:     client.SourceTypeWarehouse,
		ConnectorType:  "bigquery",
	})
	check(err)
	sourceId := source.JSON201.Id

	// A database with every field.
	// readme:begin
	created, err := api.CreateIntegrationSourceDatabaseWithResponse(ctx, sourceId,
		&client.CreateIntegrationSourceDatabaseParams{IdempotencyKey: to("go-" + sourceId.String())},
		client.IntegrationSourceDatabaseCreate{
			Name:                   "shop",
			Description:            to("Orders and customers"),
			DescriptionSource:      to(client.DescriptionSourceManualEdit),
			DescriptionGeneratedAt: to(time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)),
			IsActive:               to(true),
			Priority:               to(int32(10)),
		})
	check(err)
	database := created.JSON201
	// readme:end
	expect(*database.DescriptionSource == client.DescriptionSourceManualEdit, "a manual edit")
	expect(*database.Priority == 10, "priority 10")
	expect(database.LastIntrospectedAt == nil, "no introspection yet")

	// All databases, two a page.
	for _, name := range []string{"crm", "events", "logs", "web"} {
		_, err := api.CreateIntegrationSourceDatabaseWithResponse(ctx, sourceId, nil,
			client.IntegrationSourceDatabaseCreate{Name: name})
		check(err)
	}
	var names []string
	var pages []int
	parameters := &client.ListIntegrationSourceDatabasesParams{Limit: to(client.Limit(2))}
	for more := true; more; {
		page, err := api.ListIntegrationSourceDatabasesWithResponse(ctx, sourceId, parameters)
		check(err)
		for _, item := range *page.JSON200 {
			names = append(names, item.Name)
		}
		pages = append(pages, len(*page.JSON200))
		more = page.Headers200.Link != nil
		if more {
			next, err := url.Parse(nextPage.FindStringSubmatch(*page.Headers200.Link)[1])
			check(err)
			parameters.Cursor = to(next.Query().Get("cursor"))
		}
	}
	expect(slices.Equal(pages, []int{2, 2, 1}), "pages of 2, 2 and 1")
	expect(slices.Equal(names, []string{"shop", "crm", "events", "logs", "web"}), "the names in their order")

	// Two updates of the same version: the second one fails.
	update := func(priority int32) *client.UpdateIntegrationSourceDatabaseResponse {
		response, err := api.UpdateIntegrationSourceDatabaseWithResponse(ctx, sourceId, database.Id,
			&client.UpdateIntegrationSourceDatabaseParams{IfMatch: &created.Headers201.ETag},
			client.IntegrationSourceDatabaseUpdate{Priority: &priority})
		check(err)
		return response
	}
	expect(*update(1).JSON200.Priority == 1, "priority 1")
	lost := update(2).ApplicationproblemJSON412
	expect(lost != nil && lost.Code == client.ProblemCodePreconditionFailed, "a lost race")

	// A name that is already used, and an invalid one.
	create := func(name string) *client.CreateIntegrationSourceDatabaseResponse {
		response, err := api.CreateIntegrationSourceDatabaseWithResponse(ctx, sourceId, nil,
			client.IntegrationSourceDatabaseCreate{Name: name})
		check(err)
		return response
	}
	conflict := create("shop").ApplicationproblemJSON409
	expect(conflict.Code == client.ProblemCodeNameTaken && *conflict.ExistingId == database.Id, "the id of what has the name")
	invalid := create("").ApplicationproblemJSON422
	expect((*invalid.Errors)[0].Pointer == "/name", "a pointer to the name")

	// The whole list as a stream of lines.
	asLines := func(_ context.Context, request *http.Request) error {
		request.Header.Set("Accept", "application/x-ndjson")
		return nil
	}
	stream, err := api.ListIntegrationSourceDatabases(ctx, sourceId, nil, asLines)
	check(err)
	defer stream.Body.Close()
	lines := 0
	for scanner := bufio.NewScanner(stream.Body); scanner.Scan(); lines++ {
		var item client.IntegrationSourceDatabase
		check(json.Unmarshal(scanner.Bytes(), &item))
	}
	expect(lines == 5, "five lines")

	// DELETE answers with the deleted resource.
	deleted, err := api.DeleteIntegrationSourceDatabaseWithResponse(ctx, sourceId, database.Id, nil)
	check(err)
	expect(deleted.JSON200.Name == "shop", "the deleted database")
	fmt.Println("the scenario is complete")
}
