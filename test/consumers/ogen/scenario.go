// The scenario with the client that ogen generates from the contract.
package main

import (
	"context"
	"fmt"
	"log"
	"net/url"
	"os"
	"regexp"
	"slices"
	"time"

	"example.com/sourcebook/client"
	"github.com/go-faster/jx"
)

var nextPage = regexp.MustCompile(`<([^>]*)>; rel="next"`)

type token string

func (t token) BearerToken(context.Context, client.OperationName) (client.BearerToken, error) {
	return client.BearerToken{Token: string(t)}, nil
}

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

// as casts an answer to the expected type.
func as[T any](answer any, err error) T {
	check(err)
	expected, ok := answer.(T)
	if !ok {
		log.Fatalf("expected %T, and it is %T: %+v", expected, answer, answer)
	}
	return expected
}

func main() {
	ctx := context.Background()
	api, err := client.NewClient(os.Getenv("SOURCEBOOK_URL"), token(os.Getenv("SOURCEBOOK_TOKEN")))
	check(err)

	// An organization, and a source in it.
	organization := as[*client.OrganizationHeaders](api.CreateOrganization(ctx,
		&client.OrganizationCreate{Name: "ogen"}, client.CreateOrganizationParams{}))
	source := as[*client.IntegrationSourceHeaders](api.CreateIntegrationSource(ctx, &client.IntegrationSourceCreate{
		OrganizationID: client.NewOptUUID(organization.Response.ID),
		Name:           "Warehouse",
		SourceType:     client.SourceTypeWarehouse,
		ConnectorType:  "bigquery",
	}, client.CreateIntegrationSourceParams{}))
	sourceID := source.Response.ID

	// A database with every field.
	created := as[*client.IntegrationSourceDatabaseHeaders](api.CreateIntegrationSourceDatabase(ctx,
		&client.IntegrationSourceDatabaseCreate{
			Name:                   "shop",
			Description:            client.NewOptNilString("Orders and customers"),
			DescriptionSource:      client.NewOptNilIntegrationSourceDatabaseCreateDescriptionSource("manual_edit"),
			DescriptionGeneratedAt: client.NewOptNilDateTime(time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)),
			IsActive:               client.NewOptBool(true),
			Priority:               client.NewOptInt32(10),
		},
		client.CreateIntegrationSourceDatabaseParams{
			SourceID:       sourceID,
			IdempotencyKey: client.NewOptString("ogen-" + sourceID.String()),
		}))
	database := created.Response
	expect(database.DescriptionSource.Value == "manual_edit", "a manual edit")
	expect(database.Priority.Value == 10, "priority 10")
	expect(database.LastIntrospectedAt.Null, "no introspection yet")

	// All databases, two a page.
	create := func(name string) (client.CreateIntegrationSourceDatabaseRes, error) {
		return api.CreateIntegrationSourceDatabase(ctx, &client.IntegrationSourceDatabaseCreate{Name: name},
			client.CreateIntegrationSourceDatabaseParams{SourceID: sourceID})
	}
	for _, name := range []string{"crm", "events", "logs", "web"} {
		as[*client.IntegrationSourceDatabaseHeaders](create(name))
	}
	var names []string
	var pages []int
	parameters := client.ListIntegrationSourceDatabasesParams{SourceID: sourceID, Limit: client.NewOptInt32(2)}
	for more := true; more; {
		page := as[*client.ListIntegrationSourceDatabasesOKHeaders](api.ListIntegrationSourceDatabases(ctx, parameters))
		for _, item := range page.Response {
			names = append(names, item.Name)
		}
		pages = append(pages, len(page.Response))
		more = page.Link.Set
		if more {
			next, err := url.Parse(nextPage.FindStringSubmatch(page.Link.Value)[1])
			check(err)
			parameters.Cursor = client.NewOptString(next.Query().Get("cursor"))
		}
	}
	expect(slices.Equal(pages, []int{2, 2, 1}), "pages of 2, 2 and 1")
	expect(slices.Equal(names, []string{"shop", "crm", "events", "logs", "web"}), "the names in their order")

	// Two updates of the same version: the second one fails.
	update := func(changes client.IntegrationSourceDatabaseUpdate, ifMatch client.OptString) (any, error) {
		return api.UpdateIntegrationSourceDatabase(ctx, &changes, client.UpdateIntegrationSourceDatabaseParams{
			SourceID: sourceID, DatabaseID: database.ID, IfMatch: ifMatch,
		})
	}
	etag := client.NewOptString(created.ETag)
	first := as[*client.PutIntegrationSourceDatabaseByNameOKHeaders](
		update(client.IntegrationSourceDatabaseUpdate{Priority: client.NewOptNilInt32(1)}, etag))
	expect(first.Response.Priority.Value == 1, "priority 1")
	lost := as[*client.UpdateIntegrationSourceDatabasePreconditionFailed](
		update(client.IntegrationSourceDatabaseUpdate{Priority: client.NewOptNilInt32(2)}, etag))
	expect(lost.Code == client.ProblemCodePreconditionFailed, "a lost race")

	// null clears a field.
	null := client.OptNilString{}
	null.SetToNull()
	cleared := as[*client.PutIntegrationSourceDatabaseByNameOKHeaders](
		update(client.IntegrationSourceDatabaseUpdate{Description: null}, client.OptString{}))
	expect(cleared.Response.Description.Null, "no description")

	// A name that is already used, and an invalid one.
	conflict := as[*client.NameTakenHeaders](create("shop")).Response
	expect(conflict.Code == client.ProblemCodeNameTaken && conflict.ExistingID.Value == database.ID, "the id of what has the name")
	invalid := as[*client.CreateIntegrationSourceDatabaseUnprocessableEntity](create(""))
	expect(invalid.Errors[0].Pointer == "/name", "a pointer to the name")

	// A property whose name ends in an underscore.
	object := as[*client.SaasObjectHeaders](api.CreateSaasObject(ctx,
		&client.SaasObjectCreate{ObjectName: "Deal", APIIdentifier: "deal"},
		client.CreateSaasObjectParams{SourceID: sourceID}))
	association := as[*client.SaasAssociationHeaders](api.CreateSaasAssociation(ctx, &client.SaasAssociationCreate{
		FromObjectID: object.Response.ID,
		ToObjectID:   object.Response.ID,
		Metadata:     client.NewOptSaasAssociationCreateMetadata(map[string]jx.Raw{"of": jx.Raw("[1,null]")}),
	}, client.CreateSaasAssociationParams{SourceID: sourceID}))
	expect(string(association.Response.Metadata.Value["of"]) == "[1,null]", "the metadata")

	// DELETE answers with the deleted resource.
	deleted := as[*client.GetIntegrationSourceDatabaseOKHeaders](api.DeleteIntegrationSourceDatabase(ctx,
		client.DeleteIntegrationSourceDatabaseParams{SourceID: sourceID, DatabaseID: database.ID}))
	expect(deleted.Response.Name == "shop", "the deleted database")
	fmt.Println("the scenario is complete")
}
