// Made from openapi.yaml by src/contract/generate.ts. Do not edit: run "npm run generate".
export interface paths {
    "/api/organization": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List organizations
         * @description Every organization, in the order of creation.
         */
        get: operations["listOrganizations"];
        put?: never;
        /**
         * Create an organization
         * @description Creates a new, empty organization.
         */
        post: operations["createOrganization"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/organization/{organization_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an organization
         * @description One organization. A token of an organization sees its own.
         */
        get: operations["getOrganization"];
        /**
         * Update an organization
         * @description Changes the fields that are given; the others stay as they are.
         */
        put: operations["updateOrganization"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connectors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the connectors of this server
         * @description What this server can read by itself, with the settings that each connector takes: for a person who connects a
         *     source, and for a program that draws a form. A source of any other `connector_type` is possible, too: see there.
         */
        get: operations["listConnectors"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/connectors/test-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test settings before a source is created
         * @description Tests the settings of a connector, step by step until a step fails, as the test of a source does. The settings
         *     are not stored. A test takes at most three minutes, and ends when the client disconnects. Two tests of one organization run at the same time.
         */
        post: operations["testConnectorSettings"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List integration sources
         * @description The sources of the organization, in the order of creation. A system administrator who names no organization sees those of all.
         */
        get: operations["listIntegrationSources"];
        put?: never;
        /**
         * Create an integration source
         * @description Registers a system in which the organization's data lives. `organization_id` may be left out: it is then the one
         *     of the token or of the context parameters.
         */
        post: operations["createIntegrationSource"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an integration source
         * @description One source.
         */
        get: operations["getIntegrationSource"];
        /**
         * Update an integration source
         * @description Changes the fields that are given; the others stay as they are, and null clears a nullable one.
         *     The connection and sync fields are here for crawlers that run outside of Sourcebook.
         */
        put: operations["updateIntegrationSource"];
        post?: never;
        /**
         * Delete an integration source
         * @description Deletes the source with everything in it and answers with what it was. An introspection run that is under way in it
         *     is cancelled first. When this answers, nothing of the source is visible any more. If it has many rows,
         *     they are removed afterwards, and the change feed reports each removal.
         */
        delete: operations["deleteIntegrationSource"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/test-connection": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Test the connection of a source
         * @description Tests whether the source can be reached with its `configuration` and credentials, step by step until a step fails, and stores the result as `connection_status` and `last_connection_test`. A source whose connector is not part of this server is not tested: its `connection_status` stays what was last reported. A test takes at most three minutes, and ends when the client disconnects. Two tests of one organization run at the same time.
         */
        post: operations["testIntegrationSourceConnection"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/databases": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the databases of a source
         * @description The databases of one source by `priority`, then `name`, then `id`. A run takes the active ones by `priority`, then longest not introspected, then `id`.
         */
        get: operations["listIntegrationSourceDatabases"];
        put?: never;
        /**
         * Create Integration Source Database
         * @description Adds a database to a source. Names are unique within a source, compared exactly after Unicode normalization (NFC).
         *     An inactive source may be added to.
         */
        post: operations["createIntegrationSourceDatabase"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/databases/{database_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a database
         * @description One database of a source.
         */
        get: operations["getIntegrationSourceDatabase"];
        /**
         * Update a database
         * @description Changes the fields that are given; the others stay as they are, and null clears a nullable one.
         */
        put: operations["updateIntegrationSourceDatabase"];
        post?: never;
        /**
         * Delete a database
         * @description Deletes the database with everything in it and answers with what it was. When this answers, nothing of the database is
         *     visible any more, and its name is free. If it has many rows, they are removed afterwards, and the
         *     change feed reports each removal.
         */
        delete: operations["deleteIntegrationSourceDatabase"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/databases/discover": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Discover the databases of a source
         * @description Asks the system itself which databases the account may use, and adds those that the source does not have yet, when
         *     `add` says so, in one transaction. Those it has stay as they are. It takes at most three minutes, and ends when the
         *     client goes away. It counts as a test of the connection: two of one organization run at the same time.
         */
        post: operations["discoverIntegrationSourceDatabases"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/databases/by-name/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Create or update a database by its name
         * @description For configuration tools: creates the database, or updates it if the name exists. Fields you leave out get their default on create and stay unchanged on update.
         */
        put: operations["putIntegrationSourceDatabaseByName"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/databases/{database_id}/snapshot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Upload a schema snapshot
         * @description For crawlers: reads one table per line, and creates or updates tables by schema and name, columns by name, and relationships by their ends. What the snapshot does not name stays as it is. The request is one transaction: if the connection breaks, nothing is written. Invalid lines are skipped and listed in `problems`. As `application/x-ndjson` the body may have any length and is streamed in, each line as long as a body may be; as `application/json` it is an array of the same tables, and wrong as a whole when one of them is. The array, or a line, may hold 300,000 values, and an object in it 10,000 members; more is a `body_too_complex`, and of a line an error of this line.
         */
        put: operations["putDatabaseSnapshot"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tables of a source
         * @description The tables of all databases of a source by `priority`, then `name`, then `id`.
         */
        get: operations["listIntegrationSourceTables"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/databases/{database_id}/tables": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tables of a database
         * @description The tables of one database by `priority`, then `name`, then `id`.
         */
        get: operations["listDatabaseTables"];
        put?: never;
        /**
         * Create a table
         * @description Adds a table to a database. Names are unique within a schema of a database, compared exactly after Unicode normalization (NFC).
         */
        post: operations["createDatabaseTable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/tables/{table_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a table
         * @description One table.
         */
        get: operations["getTable"];
        /**
         * Update a table
         * @description Changes the fields that are given; the others stay as they are, and null clears a nullable one.
         */
        put: operations["updateTable"];
        post?: never;
        /**
         * Delete a table
         * @description Deletes the table with everything in it and everything that refers to it, and answers with what it was.
         */
        delete: operations["deleteTable"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/columns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the columns of a source
         * @description The columns of all tables of a source by `table_id`, then `ordinal_position`, then `id`; columns without a position come last in their table.
         */
        get: operations["listIntegrationSourceColumns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/tables/{table_id}/columns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the columns of a table
         * @description The columns of one table by `ordinal_position`, then `id`; columns without a position come last.
         */
        get: operations["listTableColumns"];
        put?: never;
        /**
         * Create a column
         * @description Adds a column to a table. Names are unique within a table, compared exactly after Unicode normalization (NFC).
         */
        post: operations["createTableColumn"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/columns/{column_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a column
         * @description One column.
         */
        get: operations["getColumn"];
        /**
         * Update a column
         * @description Changes the fields that are given; the others stay as they are, and null clears a nullable one.
         */
        put: operations["updateColumn"];
        post?: never;
        /**
         * Delete a column
         * @description Deletes the column with everything in it and everything that refers to it, and answers with what it was.
         */
        delete: operations["deleteColumn"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{integration_source_id}/relationships": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the relationships of a source
         * @description The relationships between tables of a source, in the order of creation.
         */
        get: operations["listRelationships"];
        put?: never;
        /**
         * Create a relationship
         * @description Creates a relationship from a column to a column of a table; both are in this source. A column has at most one relationship to the same target. It is deleted together with either of its columns.
         */
        post: operations["createRelationship"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/relationships/bulk-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the status of many relationships
         * @description Sets status, and where given score and evidence, of up to 1000 relationships in one transaction. One that does not exist, or belongs to another organization, is `not_found` and does not affect the others.
         */
        post: operations["bulkUpdateRelationshipStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/relationships/{relationship_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a relationship
         * @description One relationship.
         */
        get: operations["getRelationship"];
        /**
         * Update a relationship
         * @description Changes the fields that are given; the others stay as they are, and null clears a nullable one.
         */
        put: operations["updateRelationship"];
        post?: never;
        /**
         * Delete a relationship
         * @description Deletes the relationship with everything in it and everything that refers to it, and answers with what it was.
         */
        delete: operations["deleteRelationship"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/descriptions/{resource_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the description of a resource
         * @description The text that is effective, and the text of every layer in the order of precedence, each with who wrote it.
         */
        get: operations["getDescription"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/descriptions/{resource_id}/layers/{description_source}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Write one layer
         * @description Writes the text of one layer. If a higher layer has a text, yours is stored but not shown, and the answer names the layer that is shown.
         */
        put: operations["putDescriptionLayer"];
        post?: never;
        /**
         * Remove one layer
         * @description Deletes the text of one layer. The text of the next layer becomes effective.
         */
        delete: operations["deleteDescriptionLayer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/descriptions/{resource_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the history of a description
         * @description The change history of all layers of a resource, the newest first.
         */
        get: operations["listDescriptionVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/descriptions/{resource_id}/versions/{version}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a version
         * @description Writes the text of an earlier version to its layer again, as a new version.
         */
        post: operations["restoreDescriptionVersion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/descriptions/{resource_id}/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Propose a text
         * @description Proposes a text for one layer. Nothing is written before somebody approves it.
         */
        post: operations["createDescriptionProposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/description-proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the proposals of an organization
         * @description The proposals of all sources of the organization, in the order of creation.
         */
        get: operations["listDescriptionProposals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/description-proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the proposals of a source
         * @description The proposals for a source and everything in it, in the order of creation.
         */
        get: operations["listIntegrationSourceDescriptionProposals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/description-proposals/bulk-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide on many proposals
         * @description Approves or rejects many proposals in one transaction, each with a result of its own.
         */
        post: operations["bulkDecideDescriptionProposals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/description-proposals/{proposal_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a proposal
         * @description One proposal, decided or not.
         */
        get: operations["getDescriptionProposal"];
        /**
         * Decide on a proposal
         * @description Approves a proposal, which writes its text to its layer in the name of the person who approves, or rejects it. A decision is final.
         */
        put: operations["decideDescriptionProposal"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/stale-descriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the stale texts of a source
         * @description The texts of machines that were written for another structure than the one there is now: what to generate again, by the priority of the database, then of the table (99 for what has none), then by `resource_id`.
         */
        get: operations["listStaleDescriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/description-coverage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count what is described
         * @description How much of each level of a source is described, by which layer, and how much of it is stale. Counted when it is asked for, so there is no ETag.
         */
        get: operations["getDescriptionCoverage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/descriptions/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export descriptions as YAML
         * @description A file to edit and to keep in version control: databases, schemas and tables by name, columns in their order, SaaS
         *     objects and fields by identifier. `description` is the text of one layer, that of people unless another is asked for;
         *     what the other layers say stands in comments above. What has no text in the layer has no `description`: add a line to
         *     write one. The file is streamed, page by page.
         */
        get: operations["exportDescriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/descriptions/plan": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say what a file would change
         * @description Compares a file with the catalog and writes nothing. What has no `description` in the file, or is not in it, stays as it
         *     is. In `manual_edit`, null records that a person decided there is no description; in any other layer, null deletes the
         *     text. Tables and columns that the catalog does not know are reported and skipped.
         *
         *     `apply` takes the hash of this plan. If the file or one of the texts it replaces has changed since, it fails with 409
         *     `plan_outdated` and writes nothing.
         *
         *     A file that is large as values (more than 300,000 in JSON, or 1,500,000 tokens in YAML) is a `body_too_complex`. Of an
         *     organization one large YAML file or dbt manifest is read at a time; one that waits longer than a minute is an
         *     `uploads_unavailable`.
         */
        post: operations["planDescriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/descriptions/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply a planned file
         * @description Makes the changes of the plan with this hash, in one transaction. When the file or what it changes is another one than
         *     when it was planned, nothing is written and the answer is 409. When the catalog is as the file says already, e.g. because
         *     the plan was applied before, the answer is `nothing_to_do`.
         *
         *     A file that is large as values (more than 300,000 in JSON, or 1,500,000 tokens in YAML) is a `body_too_complex`. Of an
         *     organization one large YAML file or dbt manifest is read at a time; one that waits longer than a minute is an
         *     `uploads_unavailable`.
         */
        post: operations["applyDescriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/descriptions/import-dbt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import the descriptions of a dbt manifest
         * @description Reads a `manifest.json` as dbt 1.5 and newer, and Fusion, write it (schema versions v9 to v12, and v20), and writes the
         *     descriptions of its models, seeds, snapshots and sources, and of their columns, to the layer `imported`, in one transaction. A missing or
         *     empty description leaves the layer as it is. The manifest is streamed: it may have 128 MiB.
         *
         *     Relations are matched by database, schema and alias (of a source, its identifier). A name that the manifest quotes (by
         *     `relation_name`, by the `quoting` of a source, or by the `quote` of a column) is matched exactly. Another one is matched exactly if it
         *     can be, and otherwise without regard to the case of ASCII letters, if that leaves one. A relation without a database is looked
         *     for in all of them. In systems without schemas (MySQL, MariaDB, ClickHouse), what dbt calls a schema is a database here;
         *     of SQLite, a schema other than `main` is. Where two relations are the same table, a model comes before a source, and then the order of
         *     `unique_id` decides.
         *
         *     A member of a section, e.g. a node, may have 4 MiB, 300,000 tokens of JSON and 64 levels, and a manifest 50,000
         *     relations and 500,000 columns with a text; more is a `body_too_complex`. Of an organization one large YAML file or dbt
         *     manifest is read at a time; one that waits longer than a minute is an `uploads_unavailable`.
         */
        post: operations["importDbtDescriptions"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/introspection-runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the runs of a source
         * @description The introspection runs of a source, the newest first.
         */
        get: operations["listIntrospectionRuns"];
        put?: never;
        /**
         * Introspect a source
         * @description Queues a run over the active databases of a source, or over chosen ones of them, by `priority`, then
         *     longest not introspected, then `id`. A source has one run at a time: another one waits, and reports its place in the
         *     queue. A dry run writes nothing and answers with the difference.
         *
         *     A source that no run can read as it is, or that has no active database, is refused, and `detail` says what to do.
         *     What only reading it can tell, e.g. where the name of its host leads, fails the run, with the reason. A scheduled run
         *     without an active database has failed with `no_active_database`.
         *
         *     What becomes inactive meanwhile, the source or a database, is not introspected any more: that part of the run is
         *     cancelled, with the reason.
         */
        post: operations["createIntrospectionRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/introspection-runs/{run_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a run
         * @description One run, with its progress and the outcome of each database.
         */
        get: operations["getIntrospectionRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/introspection-runs/{run_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run
         * @description Ends a run. What was written of finished databases stays; a database under way is left as it was. A run that is over stays as it is.
         */
        post: operations["cancelIntrospectionRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/introspection-runs/{run_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve what a run would retire
         * @description Approves a run that is paused because it would deactivate too much of a database.
         */
        post: operations["approveIntrospectionRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/introspection-runs/{run_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow a run
         * @description The progress of a run as server-sent events: an event `progress` with the run as its data whenever there is something new, and at last an event `end`, with which the stream ends, too. When the token expires or is revoked meanwhile, the last event is `problem` instead, with the problem as its data that a request with this token is answered with; the run goes on. A stream that ends without either was ended by a server that stops: connect again. A follower that reads slowly gets the newest state, not every one.
         */
        get: operations["streamIntrospectionRunEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/rename-proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the proposed renames of a source
         * @description Tables and columns that disappeared from the source, each with the new one that may be the same, in the order of creation. A proposal that nobody has decided on goes when the source has both or neither.
         */
        get: operations["listRenameProposals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/rename-proposals/bulk-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide on many proposed renames
         * @description Approves or rejects up to 100 renames in one transaction, one after the other, each with a result of its own.
         */
        post: operations["bulkDecideRenameProposals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/rename-proposals/{rename_proposal_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a proposed rename
         * @description One proposal, decided or not.
         */
        get: operations["getRenameProposal"];
        /**
         * Decide on a proposed rename
         * @description Approves or rejects a rename. When it is approved, what went takes the name and the facts of what came, and keeps its id, texts, history, relationships and flags; what was said of what came meanwhile is added to them, and the row of that is deleted. A rejected pair is not proposed again; it can still be approved. An approval is final.
         */
        put: operations["decideRenameProposal"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/introspection-schedule": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the schedule of a source
         * @description When the source is introspected by itself.
         */
        get: operations["getIntrospectionSchedule"];
        /**
         * Set the schedule of a source
         * @description Lets the source be introspected by itself, at the times of a cron expression in a time zone.
         */
        put: operations["putIntrospectionSchedule"];
        post?: never;
        /**
         * Remove the schedule of a source
         * @description The source is no longer introspected by itself.
         */
        delete: operations["deleteIntrospectionSchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the changes of an organization
         * @description Every committed change of the organization. No change is ever inserted before one you have read. Continue from the
         *     last `cursor` and you miss nothing and see nothing twice. A change appears when every transaction that began before
         *     it has ended; `Feed-Lag` reports for how long the oldest one has run, and `Feed-Held-By` whose it is.
         *
         *     When the database was restored from a backup, a new epoch begins, whose changes come after all earlier ones. Cursors
         *     of before are then refused by 410 `feed_epoch_changed`.
         *
         *     It is the audit log, too. Changes are kept for as long as the operator says (90 days by default).
         */
        get: operations["listChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List API tokens
         * @description The API tokens of the organization, also those that have expired or were revoked, in the order of creation.
         *     A system administrator who names no organization sees those of all.
         */
        get: operations["listApiTokens"];
        put?: never;
        /**
         * Create an API token
         * @description Makes a token and answers with it: this once, because only its hash is kept. Nobody can give a role above their
         *     own. A system administrator names the organization by `organization_id`.
         *
         *     The answer that is kept for an `Idempotency-Key` does not hold the token, so a replay has `token: null`. When the
         *     first answer was lost, revoke the token whose `id` the replay has, and create another with a new key.
         */
        post: operations["createApiToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an API token
         * @description One token, as far as it may be seen again.
         */
        get: operations["getApiToken"];
        put?: never;
        post?: never;
        /**
         * Revoke an API token
         * @description Revokes the token: no request that begins after the answer is let in by it, on any replica. The token stays in
         *     lists, so that it can be told whose changes were made by it; revoking it again changes nothing. Nobody can
         *     revoke a token of a role above their own.
         */
        delete: operations["revokeApiToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search names and descriptions
         * @description The sources, databases, tables, columns, SaaS objects and SaaS fields of the organization whose names or
         *     descriptions fit `q`, best first. What was written by the request before is found.
         *
         *     **What fits.** Case, accents and the signs between words do not matter: `customer id` finds `customer_id`,
         *     `customerId` and `CUSTOMER-ID`. A word of three letters or more also stands for those that begin with it, and
         *     each for those with the same English stem. Words such as *the* count only when there are no others.
         *     A word after ` -` is excluded; quotation marks, operators and all other signs only separate words. The first 32
         *     different words count. Any text is taken; one without letters and digits finds nothing.
         *
         *     **Order.** By `score`, which compares the results of one answer:
         *
         *     | `score` | What fits |
         *     |---|---|
         *     | 1 | the name is the query |
         *     | 0.8-0.95 | the name begins with the query; higher the less follows |
         *     | 0.6-0.75 | all words are in the name; of SaaS objects and fields also in the `api_identifier` |
         *     | 0.4-0.55 | all words are in the name or the description |
         *     | 0.2-0.35 | the name has similar words: the query may be misspelt. Only for up to 8 words, when fewer than 10 results, and fewer than `limit`, fit better |
         *     | up to 0.2 | some of the words, looked up by the 8 longest; only when nothing fits better |
         *
         *     Equal ones are in the order source, database, table, column, SaaS object, SaaS field, then active ones, then
         *     shorter names. Of more than 1000 of one kind that fit in one of these ways it is not defined which are compared.
         *
         *     There are no pages: a search that finds too much needs more words.
         *
         *     **Showing the highlight.** `fragments` are plain text, whose concatenation is the shown part of the property.
         *     Write each as text, never as markup, and set off those with `is_match`.
         */
        get: operations["searchCatalog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/saas-objects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the SaaS objects of a source
         * @description The objects of a SaaS source, in the order of creation.
         */
        get: operations["listSaasObjects"];
        put?: never;
        /**
         * Create a SaaS object
         * @description Adds an object to a source. There is one object for an `api_identifier`.
         */
        post: operations["createSaasObject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/saas-objects/{object_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a SaaS object
         * @description One SaaS object.
         */
        get: operations["getSaasObject"];
        /**
         * Update a SaaS object
         * @description Changes the fields that are given; the others stay as they are, and null clears a nullable one.
         */
        put: operations["updateSaasObject"];
        post?: never;
        /**
         * Delete a SaaS object
         * @description Deletes the SaaS object with everything in it and everything that refers to it, and answers with what it was.
         */
        delete: operations["deleteSaasObject"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/saas-objects/{object_id}/saas-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the fields of a SaaS object
         * @description The fields of one object, in the order of creation.
         */
        get: operations["listSaasFields"];
        put?: never;
        /**
         * Create a SaaS field
         * @description Adds a field to an object. There is one field for an `api_identifier`.
         */
        post: operations["createSaasField"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/saas-objects/{object_id}/saas-fields/{field_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a SaaS field
         * @description One SaaS field.
         */
        get: operations["getSaasField"];
        /**
         * Update a SaaS field
         * @description Changes the fields that are given; the others stay as they are, and null clears a nullable one.
         */
        put: operations["updateSaasField"];
        post?: never;
        /**
         * Delete a SaaS field
         * @description Deletes the SaaS field with everything in it and everything that refers to it, and answers with what it was.
         */
        delete: operations["deleteSaasField"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/saas-associations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the SaaS associations of a source
         * @description The associations between objects of a source, in the order of creation.
         */
        get: operations["listSaasAssociations"];
        put?: never;
        /**
         * Create a SaaS association
         * @description Says that objects of one kind are associated with objects of another; both are in this source. There is one association for two objects, a category and a type.
         */
        post: operations["createSaasAssociation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/saas-associations/bulk-status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set the status of many associations
         * @description Sets status, and where given score and evidence, of up to 1000 associations in one transaction. One that does not exist, or belongs to another organization, is `not_found` and does not affect the others.
         */
        post: operations["bulkUpdateSaasAssociationStatus"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/integration-sources/{source_id}/saas-associations/{association_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a SaaS association
         * @description One SaaS association.
         */
        get: operations["getSaasAssociation"];
        /**
         * Update a SaaS association
         * @description Changes the fields that are given; the others stay as they are, and null clears a nullable one.
         */
        put: operations["updateSaasAssociation"];
        post?: never;
        /**
         * Delete a SaaS association
         * @description Deletes the SaaS association with everything in it and everything that refers to it, and answers with what it was.
         */
        delete: operations["deleteSaasAssociation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description How a description came to be.
         * @enum {string}
         */
        DescriptionSource: "ai_generated" | "manual_edit" | "imported" | "information_schema";
        /**
         * @description What kind of system a source is.
         * @enum {string}
         */
        SourceType: "database" | "warehouse" | "saas" | "api" | "file";
        /**
         * @description How the last connection test ended.
         * @enum {string}
         */
        ConnectionStatus: "connected" | "failed" | "unknown";
        /**
         * @description Who sees a new thread, unless its author says otherwise.
         * @enum {string}
         */
        ThreadSharing: "private" | "organization";
        /**
         * @description Where the data of syncs is stored.
         * @enum {string}
         */
        DataStorageMode: "humm_hosted" | "customer_hosted";
        /** @description A tenant. */
        Organization: {
            /**
             * Format: uuid
             * @description A UUID, version 7.
             */
            id: string;
            /** @description The name, for people. */
            name: string;
            /** @description What the organization is. */
            description?: string | null;
            /**
             * @description Whether the organization is in use. It is kept for others to read, and stops nothing here.
             * @default true
             */
            is_active?: boolean;
            /**
             * @description Who sees a new thread, unless its author says otherwise.
             * @default private
             */
            default_thread_sharing?: components["schemas"]["ThreadSharing"];
            /** @description The business ontology that describes the parts of the business. */
            business_ontology?: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: int32
             * @description Begins at 1 and rises by one whenever the ontology changes; null as long as there was none.
             */
            ontology_version?: number | null;
            /**
             * Format: date-time
             * @description When the ontology was last changed.
             */
            ontology_updated_at?: string | null;
            /** @description The settings of the modules that put a context together. */
            context_modules_config?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Where the data of syncs is stored.
             * @default humm_hosted
             */
            data_storage_mode?: components["schemas"]["DataStorageMode"];
            /** @description The bucket of the customer for the data of syncs. */
            customer_s3_bucket?: string | null;
            /** @description The region of that bucket. */
            customer_s3_region?: string | null;
            /** @description The id of the access key for that bucket. */
            customer_aws_access_key_id?: string | null;
            /**
             * @description Whether the secret of the access key is kept. It is never answered.
             * @default false
             */
            has_customer_aws_secret_access_key?: boolean;
            /** @description The role to take on for that bucket, in place of an access key. */
            customer_iam_role_arn?: string | null;
            /** @description How the entities of the business are defined. */
            entity_definitions_config?: {
                [key: string]: unknown;
            } | null;
            /** @description The settings of the laboratory of agents. */
            agent_lab_config?: {
                [key: string]: unknown;
            } | null;
            /** @description Which layer of a description wins, the highest first; every layer once. */
            description_precedence?: components["schemas"]["DescriptionLayerName"][];
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description A new organization. */
        OrganizationCreate: {
            /**
             * Format: name
             * @description The name, for people.
             */
            name: string;
            /** @description What the organization is. */
            description?: string | null;
            /**
             * @description Whether the organization is in use. It is kept for others to read, and stops nothing here.
             * @default true
             */
            is_active?: boolean;
            /**
             * @description Who sees a new thread, unless its author says otherwise.
             * @default private
             */
            default_thread_sharing?: components["schemas"]["ThreadSharing"];
            /** @description The business ontology that describes the parts of the business. */
            business_ontology?: {
                [key: string]: unknown;
            } | null;
            /** @description The settings of the modules that put a context together. */
            context_modules_config?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description Where the data of syncs is stored.
             * @default humm_hosted
             */
            data_storage_mode?: components["schemas"]["DataStorageMode"];
            /**
             * Format: label
             * @description The bucket of the customer for the data of syncs.
             */
            customer_s3_bucket?: string | null;
            /**
             * Format: label
             * @description The region of that bucket.
             */
            customer_s3_region?: string | null;
            /**
             * Format: label
             * @description The id of the access key for that bucket.
             */
            customer_aws_access_key_id?: string | null;
            /** @description The secret of the access key. It is kept encrypted and never answered. */
            customer_aws_secret_access_key?: string | null;
            /**
             * Format: label
             * @description The role to take on for that bucket, in place of an access key.
             */
            customer_iam_role_arn?: string | null;
            /** @description How the entities of the business are defined. */
            entity_definitions_config?: {
                [key: string]: unknown;
            } | null;
            /** @description The settings of the laboratory of agents. */
            agent_lab_config?: {
                [key: string]: unknown;
            } | null;
            /** @description Which layer of a description wins, the highest first; every layer once. */
            description_precedence?: components["schemas"]["DescriptionLayerName"][];
        };
        /** @description The fields of an organization to change. */
        OrganizationUpdate: {
            /**
             * Format: name
             * @description The name, for people.
             */
            name?: string | null;
            /** @description What the organization is. */
            description?: string | null;
            /** @description Whether the organization is in use. It is kept for others to read, and stops nothing here. */
            is_active?: boolean | null;
            default_thread_sharing?: components["schemas"]["ThreadSharing"] | null;
            /** @description The business ontology that describes the parts of the business. */
            business_ontology?: {
                [key: string]: unknown;
            } | null;
            /** @description The settings of the modules that put a context together. */
            context_modules_config?: {
                [key: string]: unknown;
            } | null;
            data_storage_mode?: components["schemas"]["DataStorageMode"] | null;
            /**
             * Format: label
             * @description The bucket of the customer for the data of syncs.
             */
            customer_s3_bucket?: string | null;
            /**
             * Format: label
             * @description The region of that bucket.
             */
            customer_s3_region?: string | null;
            /**
             * Format: label
             * @description The id of the access key for that bucket.
             */
            customer_aws_access_key_id?: string | null;
            /** @description The secret of the access key. It is kept encrypted and never answered. Null clears it. */
            customer_aws_secret_access_key?: string | null;
            /**
             * Format: label
             * @description The role to take on for that bucket, in place of an access key.
             */
            customer_iam_role_arn?: string | null;
            /** @description How the entities of the business are defined. */
            entity_definitions_config?: {
                [key: string]: unknown;
            } | null;
            /** @description The settings of the laboratory of agents. */
            agent_lab_config?: {
                [key: string]: unknown;
            } | null;
            /** @description Which layer of a description wins, the highest first; every layer once. */
            description_precedence?: components["schemas"]["DescriptionLayerName"][] | null;
        };
        /** @description The settings of one connector, told apart by `connector_type`. */
        ConnectorSettings: components["schemas"]["PostgresqlSettings"] | components["schemas"]["MysqlSettings"] | components["schemas"]["BigquerySettings"] | components["schemas"]["DuckdbSettings"] | components["schemas"]["SqliteSettings"];
        /** @description The settings of a PostgreSQL server. */
        PostgresqlSettings: {
            /**
             * @description The connector. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            connector_type: "postgresql";
            configuration: components["schemas"]["PostgresqlConfiguration"];
            credentials: components["schemas"]["PostgresqlCredentials"];
        };
        /** @description How a PostgreSQL server is reached. */
        PostgresqlConfiguration: {
            /** @description A name, an address, or the absolute path of the folder of a socket. One that is not public must be named in CONNECTOR_ALLOWED_HOSTS of the server. */
            host: string;
            /**
             * @description The port.
             * @default 5432
             */
            port?: number;
            /**
             * @description The database to connect to when no other is named.
             * @default postgres
             */
            database?: string;
            /** @description How the connection is secured, which is `verify-full` when left out. */
            tls?: components["schemas"]["TlsSettings"];
            /**
             * @description How long each step of connecting may take, in seconds.
             * @default 10
             */
            connect_timeout_seconds?: number;
            /**
             * @description How long a statement may take, in seconds.
             * @default 60
             */
            statement_timeout_seconds?: number;
        };
        /** @description Who connects to a PostgreSQL server. */
        PostgresqlCredentials: {
            /** @description The role. */
            user: string;
            /** @description Its password. */
            password?: string;
        };
        /** @description The settings of a MySQL or MariaDB server. */
        MysqlSettings: {
            /**
             * @description The connector. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            connector_type: "mysql";
            configuration: components["schemas"]["MysqlConfiguration"];
            credentials: components["schemas"]["MysqlCredentials"];
        };
        /** @description How a MySQL or MariaDB server is reached. */
        MysqlConfiguration: {
            /** @description A name, an address, or the absolute path of a socket. One that is not public must be named in CONNECTOR_ALLOWED_HOSTS of the server. */
            host: string;
            /**
             * @description The port.
             * @default 3306
             */
            port?: number;
            /** @description How the connection is secured, which is `verify-full` when left out. */
            tls?: components["schemas"]["TlsSettings"];
            /**
             * @description How long each step of connecting may take, in seconds.
             * @default 10
             */
            connect_timeout_seconds?: number;
            /**
             * @description How long a statement may take, in seconds.
             * @default 60
             */
            statement_timeout_seconds?: number;
        };
        /** @description Who connects to a MySQL or MariaDB server. */
        MysqlCredentials: {
            /** @description The account. */
            user: string;
            /** @description Its password. */
            password?: string;
        };
        /** @description The settings of projects of BigQuery. */
        BigquerySettings: {
            /**
             * @description The connector. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            connector_type: "bigquery";
            configuration: components["schemas"]["BigqueryConfiguration"];
            credentials: components["schemas"]["BigqueryCredentials"];
        };
        /** @description Which projects of BigQuery are read, and at what cost. */
        BigqueryConfiguration: {
            /** @description The project that queries are billed to; also the first database. */
            project: string;
            /**
             * @description The service. One that is not of Google must be named in CONNECTOR_ALLOWED_HOSTS of the server.
             * @default https://bigquery.googleapis.com
             */
            api_endpoint?: string;
            /**
             * @description How long each step of connecting may take, in seconds.
             * @default 10
             */
            connect_timeout_seconds?: number;
            /**
             * @description How long a statement may take, in seconds.
             * @default 60
             */
            statement_timeout_seconds?: number;
            /**
             * Format: int64
             * @description What one query may read at most.
             * @default 1073741824
             */
            maximum_bytes_billed?: number;
        };
        /** @description Who reads BigQuery. Exactly one of the two is given. */
        BigqueryCredentials: {
            service_account_key?: components["schemas"]["ServiceAccountKey"];
            /** @description A token of OAuth that somebody else renews. */
            access_token?: string;
        };
        /** @description The key of a service account, as Google's file has it; its other members are kept, and not used. */
        ServiceAccountKey: {
            /**
             * @description The kind of key. Other kinds name files, addresses and programs, which this server would use.
             * @enum {string}
             */
            type: "service_account";
            /** @description The service account. */
            client_email: string;
            /** @description Its private key, in PEM. */
            private_key: string;
        } & {
            [key: string]: unknown;
        };
        /** @description The settings of DuckDB, Parquet, CSV or JSON files. */
        DuckdbSettings: {
            /**
             * @description The connector. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            connector_type: "duckdb";
            configuration: components["schemas"]["FileConfiguration"];
        };
        /** @description The settings of SQLite files. */
        SqliteSettings: {
            /**
             * @description The connector. (enum property replaced by openapi-typescript)
             * @enum {string}
             */
            connector_type: "sqlite";
            configuration: components["schemas"]["FileConfiguration"];
        };
        /** @description Which files are read. */
        FileConfiguration: {
            /** @description The absolute path, on the server, of a file or of a folder of them. It must be in one of the folders of CONNECTOR_ALLOWED_FOLDERS. */
            path: string;
            /**
             * @description How long a statement may take, in seconds.
             * @default 60
             */
            statement_timeout_seconds?: number;
        };
        /** @description How the connection to a server is secured. */
        TlsSettings: {
            /**
             * @description Not at all; encrypted; encrypted, and to the server whose certificate is trusted.
             * @default verify-full
             * @enum {string}
             */
            mode?: "disable" | "require" | "verify-full";
            /** @description The certificates to trust, in PEM; those that Node trusts when left out. */
            ca?: string;
        };
        /** @description What this server can read by itself. */
        Connector: {
            /** @description The `connector_type` of its sources. */
            connector_type: string;
            /** @description Other words for the same connector, which a source may have as `connector_type`. */
            aliases: string[];
            /** @description The name, for people. */
            name: string;
            source_type: components["schemas"]["SourceType"];
            /** @description What it reads. */
            reads: string;
            /** @description What it needs, and which rights the account must have. */
            needs: string;
            /** @description The systems that its tests run on. */
            tested_on: string[];
            /** @description The setting of this server that says which hosts or folders may be read. */
            operator_setting: string;
            /** @description Whether this server can read it now. */
            is_available: boolean;
            /** @description What is missing. */
            unavailable_reason: string | null;
            /** @description The JSON Schema of `configuration`. */
            configuration_schema: {
                [key: string]: unknown;
            };
            /** @description The JSON Schema of `credentials`; null when it takes none. */
            credentials_schema: {
                [key: string]: unknown;
            } | null;
        };
        /** @description How a test of settings ended. */
        ConnectorSettingsTest: {
            /** @description Whether every check passed. */
            succeeded: boolean;
            /** @description What was looked at, in order. */
            checks: components["schemas"]["ConnectionCheck"][];
        };
        /** @description What to do with the databases that are found. */
        DatabaseDiscoveryRequest: {
            /**
             * @description Whether those that the source does not have are added, and whether introspection covers them.
             * @default nothing
             * @enum {string}
             */
            add?: "nothing" | "inactive" | "active";
        };
        /** @description The databases of a system. */
        DatabaseDiscovery: {
            /** @description Whether the system could be asked. */
            succeeded: boolean;
            /** @description What was found, or why nothing was. */
            detail: string;
            /** @description The databases that the account may use, by name. */
            databases: components["schemas"]["DiscoveredDatabase"][];
        };
        /** @description A database of a system. */
        DiscoveredDatabase: {
            /** @description Its name. */
            name: string;
            /**
             * @description The source had it; it was added; it was not added; or its name breaks the rules of names.
             * @enum {string}
             */
            outcome: "present" | "added" | "found" | "unsuitable";
            /**
             * Format: uuid
             * @description The database of the source; null when the source has none of this name.
             */
            database_id: string | null;
        };
        /** @description A system in which data lives. */
        IntegrationSource: {
            /**
             * Format: uuid
             * @description A UUID, version 7.
             */
            id: string;
            /**
             * Format: uuid
             * @description The organization the source belongs to.
             */
            organization_id: string;
            /** @description The name, for people. */
            name: string;
            source_type: components["schemas"]["SourceType"];
            /** @description The connector, e.g. `postgresql`; `GET /api/connectors` lists those of this server. Any other word is possible, too: such a source is filled by others (snapshots, crawlers), and its `configuration` and `credentials` are free. */
            connector_type: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /**
             * Format: int32
             * @description Begins at 1 and rises by one whenever the description changes.
             */
            description_version: number;
            /** @description What has changed since a machine wrote the effective text; null for a text that fits. */
            description_stale_reason?: string | null;
            /**
             * @description Whether the source belongs to the platform and not to the organization.
             * @default false
             */
            is_system?: boolean;
            /**
             * @description Whether the source is filled by a sync.
             * @default false
             */
            is_sync?: boolean;
            /**
             * @description The settings of the connector, without secrets.
             * @default {}
             */
            configuration?: {
                [key: string]: unknown;
            };
            /**
             * @description What the connector can do.
             * @default []
             */
            capabilities?: string[];
            /**
             * @description Whether the source is in use. One that is not is not introspected, and nothing in it is active.
             * @default true
             */
            is_active?: boolean;
            /**
             * @description How the last connection test ended.
             * @default unknown
             */
            connection_status?: components["schemas"]["ConnectionStatus"];
            /**
             * Format: date-time
             * @description When the connection was last tested.
             */
            last_connection_test?: string | null;
            /**
             * Format: uuid
             * @description The id in the system before, that `data_source_id` refers to.
             */
            legacy_data_source_id?: string | null;
            /**
             * Format: uuid
             * @description The id of the platform source, that `context_source_id` refers to.
             */
            system_source_id?: string | null;
            /** @description Tells instances of the same system apart. */
            instance_label?: string | null;
            /** @description The source in Airbyte. */
            airbyte_source_id?: string | null;
            /** @description The connection in Airbyte. */
            airbyte_connection_id?: string | null;
            /** @description The connections in Airbyte. */
            airbyte_connection_ids?: string[];
            /** @description The destination in Airbyte. */
            airbyte_destination_id?: string | null;
            /**
             * Format: date-time
             * @description When the last sync ended.
             */
            last_sync_at?: string | null;
            /** @description How the last sync ended. */
            last_sync_status?: string | null;
            /**
             * Format: int64
             * @description How many rows the last sync brought.
             */
            last_sync_row_count?: number | null;
            /** @description The streams that a sync takes. */
            selected_streams?: string[];
            /** @description Which tables introspection looks at, by patterns; all of them when there are none. A pattern is compared with `schema.table`, and with the table alone where the system has no schemas, in the case that the system has: `*` stands for any characters, `?` for one. `sales.*` is the schema `sales`. */
            include_patterns?: string[];
            /** @description Which of these tables it does not look at, by patterns as in `include_patterns`. What is known of such a table stays; it becomes inactive with the next run, and active again when it is no longer left out. What somebody made active or inactive stays so. */
            exclude_patterns?: string[];
            /** @description Which tables are listed and not profiled, by patterns as in `include_patterns`: no value of them is read. */
            unprofiled_patterns?: string[];
            /** @description Whether credentials are kept for the source. They are never answered. */
            has_credentials?: boolean;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description A new integration source. */
        IntegrationSourceCreate: {
            /**
             * Format: uuid
             * @description The organization the source belongs to.
             */
            organization_id?: string;
            /**
             * Format: name
             * @description The name, for people.
             */
            name: string;
            source_type: components["schemas"]["SourceType"];
            /**
             * Format: name
             * @description The connector, e.g. `postgresql`; `GET /api/connectors` lists those of this server. Any other word is possible, too: such a source is filled by others (snapshots, crawlers), and its `configuration` and `credentials` are free.
             */
            connector_type: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /**
             * @description Whether the source belongs to the platform and not to the organization.
             * @default false
             */
            is_system?: boolean;
            /**
             * @description Whether the source is filled by a sync.
             * @default false
             */
            is_sync?: boolean;
            /**
             * @description The settings of the connector, without secrets: what looks like one (by its name, e.g. `password` or `api_key`, or by its value, e.g. a private key or an address with a password) is refused. Secrets belong in `credentials`. For a connector of this server they are empty, or as its schema in `ConnectorSettings` says.
             * @default {}
             */
            configuration?: {
                [key: string]: unknown;
            };
            credentials?: components["schemas"]["Credentials"] | null;
            /**
             * @description What the connector can do.
             * @default []
             */
            capabilities?: string[];
            /**
             * @description Whether the source is in use. One that is not is not introspected, and nothing in it is active.
             * @default true
             */
            is_active?: boolean;
            /**
             * @description How the last connection test ended.
             * @default unknown
             */
            connection_status?: components["schemas"]["ConnectionStatus"];
            /**
             * Format: date-time
             * @description When the connection was last tested.
             */
            last_connection_test?: string | null;
            /**
             * Format: uuid
             * @description The id in the system before, that `data_source_id` refers to.
             */
            legacy_data_source_id?: string | null;
            /**
             * Format: uuid
             * @description The id of the platform source, that `context_source_id` refers to.
             */
            system_source_id?: string | null;
            /**
             * Format: label
             * @description Tells instances of the same system apart.
             */
            instance_label?: string | null;
            /**
             * Format: label
             * @description The source in Airbyte.
             */
            airbyte_source_id?: string | null;
            /**
             * Format: label
             * @description The connection in Airbyte.
             */
            airbyte_connection_id?: string | null;
            /**
             * @description The connections in Airbyte.
             * @default []
             */
            airbyte_connection_ids?: string[];
            /**
             * Format: label
             * @description The destination in Airbyte.
             */
            airbyte_destination_id?: string | null;
            /**
             * Format: date-time
             * @description When the last sync ended.
             */
            last_sync_at?: string | null;
            /**
             * Format: label
             * @description How the last sync ended.
             */
            last_sync_status?: string | null;
            /**
             * Format: int64
             * @description How many rows the last sync brought.
             */
            last_sync_row_count?: number | null;
            /**
             * @description The streams that a sync takes.
             * @default []
             */
            selected_streams?: string[];
            /**
             * @description Which tables introspection looks at, by patterns; all of them when there are none. A pattern is compared with `schema.table`, and with the table alone where the system has no schemas, in the case that the system has: `*` stands for any characters, `?` for one. `sales.*` is the schema `sales`.
             * @default []
             */
            include_patterns?: string[];
            /**
             * @description Which of these tables it does not look at, by patterns as in `include_patterns`. What is known of such a table stays; it becomes inactive with the next run, and active again when it is no longer left out. What somebody made active or inactive stays so.
             * @default []
             */
            exclude_patterns?: string[];
            /**
             * @description Which tables are listed and not profiled, by patterns as in `include_patterns`: no value of them is read.
             * @default []
             */
            unprofiled_patterns?: string[];
        };
        /** @description The fields of a source to change. */
        IntegrationSourceUpdate: {
            /**
             * Format: name
             * @description The name, for people.
             */
            name?: string | null;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /**
             * Format: int32
             * @description Has no effect, since the server counts. It is accepted so that a source can be sent back as it was read.
             */
            description_version?: number | null;
            /** @description The settings of the connector, without secrets: what looks like one (by its name, e.g. `password` or `api_key`, or by its value, e.g. a private key or an address with a password) is refused. Secrets belong in `credentials`. For a connector of this server they are empty, or as its schema in `ConnectorSettings` says. */
            configuration?: {
                [key: string]: unknown;
            } | null;
            /** @description All the secrets that the connector needs, as they replace those that are kept. Null clears them. */
            credentials?: components["schemas"]["Credentials"] | null;
            /** @description What the connector can do. */
            capabilities?: string[] | null;
            /** @description Whether the source is in use. One that is not is not introspected, and nothing in it is active. */
            is_active?: boolean | null;
            connection_status?: components["schemas"]["ConnectionStatus"] | null;
            /**
             * Format: date-time
             * @description When the connection was last tested.
             */
            last_connection_test?: string | null;
            /**
             * Format: uuid
             * @description The id in the system before, that `data_source_id` refers to.
             */
            legacy_data_source_id?: string | null;
            /**
             * Format: uuid
             * @description The id of the platform source, that `context_source_id` refers to.
             */
            system_source_id?: string | null;
            /**
             * Format: label
             * @description Tells instances of the same system apart.
             */
            instance_label?: string | null;
            /**
             * Format: label
             * @description The source in Airbyte.
             */
            airbyte_source_id?: string | null;
            /**
             * Format: label
             * @description The connection in Airbyte.
             */
            airbyte_connection_id?: string | null;
            /** @description The connections in Airbyte. */
            airbyte_connection_ids?: string[] | null;
            /**
             * Format: label
             * @description The destination in Airbyte.
             */
            airbyte_destination_id?: string | null;
            /**
             * Format: date-time
             * @description When the last sync ended.
             */
            last_sync_at?: string | null;
            /**
             * Format: label
             * @description How the last sync ended.
             */
            last_sync_status?: string | null;
            /**
             * Format: int64
             * @description How many rows the last sync brought.
             */
            last_sync_row_count?: number | null;
            /** @description The streams that a sync takes. */
            selected_streams?: string[] | null;
            /** @description Which tables introspection looks at, by patterns; all of them when there are none. A pattern is compared with `schema.table`, and with the table alone where the system has no schemas, in the case that the system has: `*` stands for any characters, `?` for one. `sales.*` is the schema `sales`. */
            include_patterns?: string[] | null;
            /** @description Which of these tables it does not look at, by patterns as in `include_patterns`. What is known of such a table stays; it becomes inactive with the next run, and active again when it is no longer left out. What somebody made active or inactive stays so. */
            exclude_patterns?: string[] | null;
            /** @description Which tables are listed and not profiled, by patterns as in `include_patterns`: no value of them is read. */
            unprofiled_patterns?: string[] | null;
        };
        /** @description A database in an integration source. */
        IntegrationSourceDatabase: {
            /**
             * Format: uuid
             * @description A UUID, version 7.
             */
            id: string;
            /**
             * Format: uuid
             * @description The source the database is in.
             */
            integration_source_id: string;
            /** @description The name of the database, e.g. the project for BigQuery. */
            name: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            /**
             * @description Whether introspection covers it.
             * @default true
             */
            is_active?: boolean;
            /**
             * Format: int32
             * @description The order of introspection; lower is processed first.
             * @default 99
             */
            priority?: number;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /**
             * Format: int32
             * @description Begins at 1 and rises by one whenever the description changes.
             */
            description_version: number;
            /** @description What has changed since a machine wrote the effective text; null for a text that fits. */
            description_stale_reason?: string | null;
            /**
             * Format: date-time
             * @description When introspection last listed it.
             */
            last_introspected_at?: string | null;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description A new database. */
        IntegrationSourceDatabaseCreate: {
            /**
             * Format: name
             * @description The name of the database, e.g. the project for BigQuery.
             */
            name: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            /**
             * @description Whether introspection covers it.
             * @default true
             */
            is_active?: boolean;
            /**
             * Format: int32
             * @description The order of introspection; lower is processed first.
             * @default 99
             */
            priority?: number;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
        };
        /** @description The fields of a database to change. */
        IntegrationSourceDatabaseUpdate: {
            /**
             * Format: name
             * @description The name of the database, e.g. the project for BigQuery.
             */
            name?: string | null;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            /** @description Whether introspection covers it. */
            is_active?: boolean | null;
            /**
             * Format: int32
             * @description The order of introspection; lower is processed first.
             */
            priority?: number | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
        };
        /** @description A table in a database. */
        Table: {
            /**
             * Format: uuid
             * @description A UUID, version 7.
             */
            id: string;
            /**
             * Format: uuid
             * @description The database it is in.
             */
            database_id: string;
            /**
             * Format: uuid
             * @description The integration source it belongs to.
             */
            integration_source_id: string;
            /** @description The schema it is in; null where the system has none. */
            schema_name?: string | null;
            /** @description The name of the table. */
            name: string;
            table_type?: components["schemas"]["TableType"];
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /**
             * Format: int32
             * @description Begins at 1 and rises by one whenever the description changes.
             */
            description_version: number;
            /** @description What has changed since a machine wrote the effective text; null for a text that fits. */
            description_stale_reason?: string | null;
            /** @description Whether introspection looks at the values of the table. */
            is_profiled?: boolean;
            /** @description Whether it is in use. */
            is_active?: boolean;
            /**
             * Format: int32
             * @description The order of lists; lower comes first.
             * @default 99
             */
            priority?: number;
            /**
             * Format: int64
             * @description How many rows it has.
             */
            row_count?: number | null;
            /** @description Whether `row_count` is an estimate that the system keeps, and not counted; null when nobody says. */
            is_row_count_estimated?: boolean | null;
            /** @description How many of all values are null, in percent. */
            null_pct_overall?: number | null;
            /**
             * @description How many values are null, in percent, by the name of the field; of which that is not known is left out.
             * @default {}
             */
            field_null_pct?: {
                [key: string]: number;
            };
            /**
             * @description How many values are distinct, in percent, by the name of the field; of which that is not known is left out.
             * @default {}
             */
            field_distinct_pct?: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description The earliest time in the data.
             */
            earliest_timestamp?: string | null;
            /**
             * Format: date-time
             * @description The latest time in the data.
             */
            latest_timestamp?: string | null;
            /** @description Whether `earliest_timestamp` and `latest_timestamp` are those of the sample, and not of all rows; null when nobody says. */
            is_time_range_sampled?: boolean | null;
            /** @description The step between times in the data, e.g. `day`. */
            date_grain?: string | null;
            /**
             * Format: date-time
             * @description When data was last loaded.
             */
            last_load_timestamp?: string | null;
            /** @description How often data is loaded, e.g. `hourly`. */
            load_frequency?: string | null;
            /**
             * Format: int64
             * @description The typical delay of the data in minutes.
             */
            data_latency_minutes?: number | null;
            /** @description Whether this is a staging table that is not meant for analysis. */
            is_staging_table?: boolean;
            /** @description Whether the profile is that of some rows, and not of all; null without a profile. */
            is_sampled?: boolean | null;
            /**
             * Format: int64
             * @description Of how many rows the profile is; null when nobody says.
             */
            sampled_rows?: number | null;
            /**
             * Format: date-time
             * @description When introspection last listed it.
             */
            last_introspected_at?: string | null;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description A new table. */
        TableCreate: {
            /**
             * Format: name
             * @description The schema it is in; null where the system has none.
             */
            schema_name?: string | null;
            /**
             * Format: name
             * @description The name of the table.
             */
            name: string;
            /**
             * @description What kind of table it is.
             * @default TABLE
             */
            table_type?: components["schemas"]["TableType"];
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /**
             * @description Whether introspection looks at the values of the table.
             * @default true
             */
            is_profiled?: boolean;
            /**
             * @description Whether it is in use.
             * @default true
             */
            is_active?: boolean;
            /**
             * Format: int32
             * @description The order of lists; lower comes first.
             * @default 99
             */
            priority?: number;
            /**
             * Format: int64
             * @description How many rows it has.
             */
            row_count?: number | null;
            /** @description Whether `row_count` is an estimate that the system keeps, and not counted; null when nobody says. */
            is_row_count_estimated?: boolean | null;
            /** @description How many of all values are null, in percent. */
            null_pct_overall?: number | null;
            /**
             * @description How many values are null, in percent, by the name of the field; of which that is not known is left out.
             * @default {}
             */
            field_null_pct?: {
                [key: string]: number;
            };
            /**
             * @description How many values are distinct, in percent, by the name of the field; of which that is not known is left out.
             * @default {}
             */
            field_distinct_pct?: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description The earliest time in the data.
             */
            earliest_timestamp?: string | null;
            /**
             * Format: date-time
             * @description The latest time in the data.
             */
            latest_timestamp?: string | null;
            /** @description Whether `earliest_timestamp` and `latest_timestamp` are those of the sample, and not of all rows; null when nobody says. */
            is_time_range_sampled?: boolean | null;
            /**
             * Format: label
             * @description The step between times in the data, e.g. `day`.
             */
            date_grain?: string | null;
            /**
             * Format: date-time
             * @description When data was last loaded.
             */
            last_load_timestamp?: string | null;
            /**
             * Format: label
             * @description How often data is loaded, e.g. `hourly`.
             */
            load_frequency?: string | null;
            /**
             * Format: int64
             * @description The typical delay of the data in minutes.
             */
            data_latency_minutes?: number | null;
            /**
             * @description Whether this is a staging table that is not meant for analysis.
             * @default false
             */
            is_staging_table?: boolean;
            /** @description Whether the profile is that of some rows, and not of all; null without a profile. */
            is_sampled?: boolean | null;
            /**
             * Format: int64
             * @description Of how many rows the profile is; null when nobody says.
             */
            sampled_rows?: number | null;
        };
        /** @description The fields of a table to change. */
        TableUpdate: {
            /**
             * Format: name
             * @description The schema it is in; null where the system has none.
             */
            schema_name?: string | null;
            /**
             * Format: name
             * @description The name of the table.
             */
            name?: string | null;
            table_type?: components["schemas"]["TableType"] | null;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /** @description Whether introspection looks at the values of the table. */
            is_profiled?: boolean | null;
            /** @description Whether it is in use. */
            is_active?: boolean | null;
            /**
             * Format: int32
             * @description The order of lists; lower comes first.
             */
            priority?: number | null;
            /**
             * Format: int64
             * @description How many rows it has.
             */
            row_count?: number | null;
            /** @description Whether `row_count` is an estimate that the system keeps, and not counted; null when nobody says. */
            is_row_count_estimated?: boolean | null;
            /** @description How many of all values are null, in percent. */
            null_pct_overall?: number | null;
            /** @description How many values are null, in percent, by the name of the field; of which that is not known is left out. */
            field_null_pct?: {
                [key: string]: number;
            } | null;
            /** @description How many values are distinct, in percent, by the name of the field; of which that is not known is left out. */
            field_distinct_pct?: {
                [key: string]: number;
            } | null;
            /**
             * Format: date-time
             * @description The earliest time in the data.
             */
            earliest_timestamp?: string | null;
            /**
             * Format: date-time
             * @description The latest time in the data.
             */
            latest_timestamp?: string | null;
            /** @description Whether `earliest_timestamp` and `latest_timestamp` are those of the sample, and not of all rows; null when nobody says. */
            is_time_range_sampled?: boolean | null;
            /**
             * Format: label
             * @description The step between times in the data, e.g. `day`.
             */
            date_grain?: string | null;
            /**
             * Format: date-time
             * @description When data was last loaded.
             */
            last_load_timestamp?: string | null;
            /**
             * Format: label
             * @description How often data is loaded, e.g. `hourly`.
             */
            load_frequency?: string | null;
            /**
             * Format: int64
             * @description The typical delay of the data in minutes.
             */
            data_latency_minutes?: number | null;
            /** @description Whether this is a staging table that is not meant for analysis. */
            is_staging_table?: boolean | null;
            /** @description Whether the profile is that of some rows, and not of all; null without a profile. */
            is_sampled?: boolean | null;
            /**
             * Format: int64
             * @description Of how many rows the profile is; null when nobody says.
             */
            sampled_rows?: number | null;
        };
        /** @description A column of a table. */
        Column: {
            /**
             * Format: uuid
             * @description A UUID, version 7.
             */
            id: string;
            /**
             * Format: uuid
             * @description The table it is in.
             */
            table_id: string;
            /**
             * Format: uuid
             * @description The integration source it belongs to.
             */
            integration_source_id: string;
            /** @description The name of the column. */
            name: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /**
             * Format: int32
             * @description Begins at 1 and rises by one whenever the description changes.
             */
            description_version: number;
            /** @description What has changed since a machine wrote the effective text; null for a text that fits. */
            description_stale_reason?: string | null;
            /** @description The type, as the system writes it. */
            data_type?: string | null;
            /**
             * @description Whether it is part of the primary key.
             * @default false
             */
            is_primary_key?: boolean;
            /**
             * @description Whether it may be null.
             * @default true
             */
            is_nullable?: boolean;
            /**
             * Format: int32
             * @description Its place in the table, from 1.
             */
            ordinal_position?: number | null;
            /** @description What the values mean, e.g. `email`. */
            semantic_type?: string | null;
            /** @description Confidence score of the semantic type between 0 and 1. */
            semantic_type_confidence?: number | null;
            /** @description Some of the values. */
            sample_values?: unknown[] | null;
            /**
             * Format: int64
             * @description How many values there are, when they are few.
             */
            enum_cardinality?: number | null;
            /** @description How many values are null, in percent. */
            null_pct?: number | null;
            /** @description How many values are distinct, in percent. */
            distinct_pct?: number | null;
            /**
             * Format: date-time
             * @description When the profile was computed.
             */
            last_analyzed?: string | null;
            /**
             * Format: int64
             * @description About how many distinct values there are.
             */
            approx_distinct_count?: number | null;
            /**
             * @description The MinHash signature of the set of values. A value is at most 2^53 - 1 in size: most who read JSON round what is
             *     larger, so a hash of 64 bits is refused. Send it shifted right by 11 bits; signatures stay comparable.
             */
            minhash_signature?: number[] | null;
            format_signature?: components["schemas"]["FormatSignature"] | null;
            length_stats?: components["schemas"]["LengthStats"] | null;
            /** @description The Shannon entropy of the values, in bits. */
            entropy?: number | null;
            /** @description What it is for in an analysis, e.g. `dimension`. */
            role?: string | null;
            /** @description Confidence score of the role between 0 and 1. */
            role_confidence?: number | null;
            /** @description Whether the profile is that of some rows, and not of all; null without a profile. */
            is_sampled?: boolean | null;
            /** @description Whether introspection looks at the values of the column. */
            is_profiled?: boolean;
            /** @description Whether it is in use. */
            is_active?: boolean;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description A new column. */
        ColumnCreate: {
            /**
             * Format: name
             * @description The name of the column.
             */
            name: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /** @description The type, as the system writes it. */
            data_type?: string | null;
            /**
             * @description Whether it is part of the primary key.
             * @default false
             */
            is_primary_key?: boolean;
            /**
             * @description Whether it may be null.
             * @default true
             */
            is_nullable?: boolean;
            /**
             * Format: int32
             * @description Its place in the table, from 1.
             */
            ordinal_position?: number | null;
            /**
             * Format: label
             * @description What the values mean, e.g. `email`.
             */
            semantic_type?: string | null;
            /** @description Confidence score of the semantic type between 0 and 1. */
            semantic_type_confidence?: number | null;
            /** @description Some of the values. */
            sample_values?: unknown[] | null;
            /**
             * Format: int64
             * @description How many values there are, when they are few.
             */
            enum_cardinality?: number | null;
            /** @description How many values are null, in percent. */
            null_pct?: number | null;
            /** @description How many values are distinct, in percent. */
            distinct_pct?: number | null;
            /**
             * Format: date-time
             * @description When the profile was computed.
             */
            last_analyzed?: string | null;
            /**
             * Format: int64
             * @description About how many distinct values there are.
             */
            approx_distinct_count?: number | null;
            /**
             * @description The MinHash signature of the set of values. A value is at most 2^53 - 1 in size: most who read JSON round what is
             *     larger, so a hash of 64 bits is refused. Send it shifted right by 11 bits; signatures stay comparable.
             */
            minhash_signature?: number[] | null;
            format_signature?: components["schemas"]["FormatSignature"] | null;
            length_stats?: components["schemas"]["LengthStats"] | null;
            /** @description The Shannon entropy of the values, in bits. */
            entropy?: number | null;
            /**
             * Format: label
             * @description What it is for in an analysis, e.g. `dimension`.
             */
            role?: string | null;
            /** @description Confidence score of the role between 0 and 1. */
            role_confidence?: number | null;
            /** @description Whether the profile is that of some rows, and not of all; null without a profile. */
            is_sampled?: boolean | null;
            /**
             * @description Whether introspection looks at the values of the column.
             * @default true
             */
            is_profiled?: boolean;
            /**
             * @description Whether it is in use.
             * @default true
             */
            is_active?: boolean;
        };
        /** @description The fields of a column to change. */
        ColumnUpdate: {
            /**
             * Format: name
             * @description The name of the column.
             */
            name?: string | null;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /** @description The type, as the system writes it. */
            data_type?: string | null;
            /** @description Whether it is part of the primary key. */
            is_primary_key?: boolean | null;
            /** @description Whether it may be null. */
            is_nullable?: boolean | null;
            /**
             * Format: int32
             * @description Its place in the table, from 1.
             */
            ordinal_position?: number | null;
            /**
             * Format: label
             * @description What the values mean, e.g. `email`.
             */
            semantic_type?: string | null;
            /** @description Confidence score of the semantic type between 0 and 1. */
            semantic_type_confidence?: number | null;
            /** @description Some of the values. */
            sample_values?: unknown[] | null;
            /**
             * Format: int64
             * @description How many values there are, when they are few.
             */
            enum_cardinality?: number | null;
            /** @description How many values are null, in percent. */
            null_pct?: number | null;
            /** @description How many values are distinct, in percent. */
            distinct_pct?: number | null;
            /**
             * Format: date-time
             * @description When the profile was computed.
             */
            last_analyzed?: string | null;
            /**
             * Format: int64
             * @description About how many distinct values there are.
             */
            approx_distinct_count?: number | null;
            /**
             * @description The MinHash signature of the set of values. A value is at most 2^53 - 1 in size: most who read JSON round what is
             *     larger, so a hash of 64 bits is refused. Send it shifted right by 11 bits; signatures stay comparable.
             */
            minhash_signature?: number[] | null;
            format_signature?: components["schemas"]["FormatSignature"] | null;
            length_stats?: components["schemas"]["LengthStats"] | null;
            /** @description The Shannon entropy of the values, in bits. */
            entropy?: number | null;
            /**
             * Format: label
             * @description What it is for in an analysis, e.g. `dimension`.
             */
            role?: string | null;
            /** @description Confidence score of the role between 0 and 1. */
            role_confidence?: number | null;
            /** @description Whether the profile is that of some rows, and not of all; null without a profile. */
            is_sampled?: boolean | null;
            /** @description Whether introspection looks at the values of the column. */
            is_profiled?: boolean | null;
            /** @description Whether it is in use. */
            is_active?: boolean | null;
        };
        /** @description A column refers to a column of a table. */
        Relationship: {
            /**
             * Format: uuid
             * @description A UUID, version 7.
             */
            id: string;
            /**
             * Format: uuid
             * @description The integration source it belongs to.
             */
            integration_source_id: string;
            /**
             * Format: uuid
             * @description The column that refers.
             */
            from_column_id: string;
            /**
             * Format: uuid
             * @description The table that is referred to.
             */
            to_table_id: string;
            /** @description The name of the column that is referred to. */
            to_column_name: string;
            /**
             * @description How a relationship is known.
             * @default INFERRED
             */
            type: components["schemas"]["RelationshipOrigin"];
            /**
             * @description What people think of a relationship.
             * @default SUGGESTED
             */
            status: components["schemas"]["ReviewStatus"];
            /** @description Confidence score between 0 and 1. */
            score?: number | null;
            /** @description Evidence supporting this relationship. */
            evidence?: {
                [key: string]: unknown;
            };
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description A new relationship. */
        RelationshipCreate: {
            /**
             * Format: uuid
             * @description The column that refers.
             */
            from_column_id: string;
            /**
             * Format: uuid
             * @description The table that is referred to.
             */
            to_table_id: string;
            /**
             * Format: name
             * @description The name of the column that is referred to.
             */
            to_column_name: string;
            /**
             * @description How it is known.
             * @default INFERRED
             */
            type?: components["schemas"]["RelationshipOrigin"];
            /**
             * @description What people think of it.
             * @default SUGGESTED
             */
            status?: components["schemas"]["ReviewStatus"];
            /** @description Confidence score between 0 and 1. */
            score?: number | null;
            /**
             * @description Evidence supporting this relationship.
             * @default {}
             */
            evidence?: {
                [key: string]: unknown;
            };
        };
        /** @description The fields of a relationship to change. */
        RelationshipUpdate: {
            status?: components["schemas"]["ReviewStatus"] | null;
            /** @description Confidence score between 0 and 1. */
            score?: number | null;
            /** @description Evidence supporting this relationship. */
            evidence?: {
                [key: string]: unknown;
            } | null;
        };
        /** @description An object of a SaaS application, e.g. a contact. */
        SaasObject: {
            /**
             * Format: uuid
             * @description A UUID, version 7.
             */
            id: string;
            /**
             * Format: uuid
             * @description The integration source it belongs to.
             */
            integration_source_id: string;
            /** @description The name, for people. */
            object_name: string;
            /** @description The name in the API of the application. */
            api_identifier: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /**
             * Format: int32
             * @description Begins at 1 and rises by one whenever the description changes.
             */
            description_version: number;
            /** @description What has changed since a machine wrote the effective text; null for a text that fits. */
            description_stale_reason?: string | null;
            /** @description How many of all values are null, in percent. */
            null_pct_overall?: number | null;
            /** @description How many values are null, in percent, by the name of the field; of which that is not known is left out. */
            field_null_pct?: {
                [key: string]: number;
            };
            /** @description How many values are distinct, in percent, by the name of the field; of which that is not known is left out. */
            field_distinct_pct?: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description The earliest time in the data.
             */
            earliest_timestamp?: string | null;
            /**
             * Format: date-time
             * @description The latest time in the data.
             */
            latest_timestamp?: string | null;
            /** @description The step between times in the data, e.g. `day`. */
            date_grain?: string | null;
            /**
             * Format: date-time
             * @description When data was last loaded.
             */
            last_load_timestamp?: string | null;
            /** @description How often data is loaded, e.g. `hourly`. */
            load_frequency?: string | null;
            /**
             * Format: int64
             * @description The typical delay of the data in minutes.
             */
            data_latency_minutes?: number | null;
            /** @description Whether this is a staging table that is not meant for analysis. */
            is_staging_table?: boolean;
            /** @description Whether it is in use. */
            is_active?: boolean;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description A new SaaS object. */
        SaasObjectCreate: {
            /**
             * Format: name
             * @description The name, for people.
             */
            object_name: string;
            /**
             * Format: name
             * @description The name in the API of the application.
             */
            api_identifier: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /** @description How many of all values are null, in percent. */
            null_pct_overall?: number | null;
            /**
             * @description How many values are null, in percent, by the name of the field; of which that is not known is left out.
             * @default {}
             */
            field_null_pct?: {
                [key: string]: number;
            };
            /**
             * @description How many values are distinct, in percent, by the name of the field; of which that is not known is left out.
             * @default {}
             */
            field_distinct_pct?: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description The earliest time in the data.
             */
            earliest_timestamp?: string | null;
            /**
             * Format: date-time
             * @description The latest time in the data.
             */
            latest_timestamp?: string | null;
            /**
             * Format: label
             * @description The step between times in the data, e.g. `day`.
             */
            date_grain?: string | null;
            /**
             * Format: date-time
             * @description When data was last loaded.
             */
            last_load_timestamp?: string | null;
            /**
             * Format: label
             * @description How often data is loaded, e.g. `hourly`.
             */
            load_frequency?: string | null;
            /**
             * Format: int64
             * @description The typical delay of the data in minutes.
             */
            data_latency_minutes?: number | null;
            /**
             * @description Whether this is a staging table that is not meant for analysis.
             * @default false
             */
            is_staging_table?: boolean;
            /**
             * @description Whether it is in use.
             * @default true
             */
            is_active?: boolean;
        };
        /** @description The fields of a SaaS object to change. */
        SaasObjectUpdate: {
            /**
             * Format: name
             * @description The name, for people.
             */
            object_name?: string | null;
            /**
             * Format: name
             * @description The name in the API of the application.
             */
            api_identifier?: string | null;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /** @description How many of all values are null, in percent. */
            null_pct_overall?: number | null;
            /** @description How many values are null, in percent, by the name of the field; of which that is not known is left out. */
            field_null_pct?: {
                [key: string]: number;
            } | null;
            /** @description How many values are distinct, in percent, by the name of the field; of which that is not known is left out. */
            field_distinct_pct?: {
                [key: string]: number;
            } | null;
            /**
             * Format: date-time
             * @description The earliest time in the data.
             */
            earliest_timestamp?: string | null;
            /**
             * Format: date-time
             * @description The latest time in the data.
             */
            latest_timestamp?: string | null;
            /**
             * Format: label
             * @description The step between times in the data, e.g. `day`.
             */
            date_grain?: string | null;
            /**
             * Format: date-time
             * @description When data was last loaded.
             */
            last_load_timestamp?: string | null;
            /**
             * Format: label
             * @description How often data is loaded, e.g. `hourly`.
             */
            load_frequency?: string | null;
            /**
             * Format: int64
             * @description The typical delay of the data in minutes.
             */
            data_latency_minutes?: number | null;
            /** @description Whether this is a staging table that is not meant for analysis. */
            is_staging_table?: boolean | null;
            /** @description Whether it is in use. */
            is_active?: boolean | null;
        };
        /** @description A field of a SaaS object. */
        SaasField: {
            /**
             * Format: uuid
             * @description A UUID, version 7.
             */
            id: string;
            /**
             * Format: uuid
             * @description The object it is in.
             */
            saas_object_id: string;
            /** @description The name, for people. */
            field_name: string;
            /** @description The name in the API of the application. */
            api_identifier: string;
            /** @description The type, as the application writes it. */
            data_type: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /**
             * Format: int32
             * @description Begins at 1 and rises by one whenever the description changes.
             */
            description_version: number;
            /** @description What has changed since a machine wrote the effective text; null for a text that fits. */
            description_stale_reason?: string | null;
            /** @description Whether it must be given. */
            is_required?: boolean;
            /** @description Whether its values are unique. */
            is_unique?: boolean;
            /** @description Whether it is in use. */
            is_active?: boolean;
            /** @description What the values mean, e.g. `email`. */
            semantic_type?: string | null;
            /** @description Confidence score of the semantic type between 0 and 1. */
            semantic_type_confidence?: number | null;
            /** @description Some of the values. */
            sample_values?: unknown[] | null;
            /**
             * Format: int64
             * @description How many values there are, when they are few.
             */
            enum_cardinality?: number | null;
            /** @description How many values are null, in percent. */
            null_pct?: number | null;
            /** @description How many values are distinct, in percent. */
            distinct_pct?: number | null;
            /**
             * Format: date-time
             * @description When the profile was computed.
             */
            last_analyzed?: string | null;
            /**
             * Format: int64
             * @description About how many distinct values there are.
             */
            approx_distinct_count?: number | null;
            /**
             * @description The MinHash signature of the set of values. A value is at most 2^53 - 1 in size: most who read JSON round what is
             *     larger, so a hash of 64 bits is refused. Send it shifted right by 11 bits; signatures stay comparable.
             */
            minhash_signature?: number[] | null;
            format_signature?: components["schemas"]["FormatSignature"] | null;
            length_stats?: components["schemas"]["LengthStats"] | null;
            /** @description The Shannon entropy of the values, in bits. */
            entropy?: number | null;
            /** @description What it is for in an analysis, e.g. `dimension`. */
            role?: string | null;
            /** @description Confidence score of the role between 0 and 1. */
            role_confidence?: number | null;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description A new SaaS field. */
        SaasFieldCreate: {
            /**
             * Format: name
             * @description The name, for people.
             */
            field_name: string;
            /**
             * Format: name
             * @description The name in the API of the application.
             */
            api_identifier: string;
            /** @description The type, as the application writes it. */
            data_type: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /**
             * @description Whether it must be given.
             * @default false
             */
            is_required?: boolean;
            /**
             * @description Whether its values are unique.
             * @default false
             */
            is_unique?: boolean;
            /**
             * @description Whether it is in use.
             * @default true
             */
            is_active?: boolean;
            /**
             * Format: label
             * @description What the values mean, e.g. `email`.
             */
            semantic_type?: string | null;
            /** @description Confidence score of the semantic type between 0 and 1. */
            semantic_type_confidence?: number | null;
            /** @description Some of the values. */
            sample_values?: unknown[] | null;
            /**
             * Format: int64
             * @description How many values there are, when they are few.
             */
            enum_cardinality?: number | null;
            /** @description How many values are null, in percent. */
            null_pct?: number | null;
            /** @description How many values are distinct, in percent. */
            distinct_pct?: number | null;
            /**
             * Format: date-time
             * @description When the profile was computed.
             */
            last_analyzed?: string | null;
            /**
             * Format: int64
             * @description About how many distinct values there are.
             */
            approx_distinct_count?: number | null;
            /**
             * @description The MinHash signature of the set of values. A value is at most 2^53 - 1 in size: most who read JSON round what is
             *     larger, so a hash of 64 bits is refused. Send it shifted right by 11 bits; signatures stay comparable.
             */
            minhash_signature?: number[] | null;
            format_signature?: components["schemas"]["FormatSignature"] | null;
            length_stats?: components["schemas"]["LengthStats"] | null;
            /** @description The Shannon entropy of the values, in bits. */
            entropy?: number | null;
            /**
             * Format: label
             * @description What it is for in an analysis, e.g. `dimension`.
             */
            role?: string | null;
            /** @description Confidence score of the role between 0 and 1. */
            role_confidence?: number | null;
        };
        /** @description The fields of a SaaS field to change. */
        SaasFieldUpdate: {
            /**
             * Format: name
             * @description The name, for people.
             */
            field_name?: string | null;
            /**
             * Format: name
             * @description The name in the API of the application.
             */
            api_identifier?: string | null;
            /** @description The type, as the application writes it. */
            data_type?: string | null;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /** @description Whether it must be given. */
            is_required?: boolean | null;
            /** @description Whether its values are unique. */
            is_unique?: boolean | null;
            /** @description Whether it is in use. */
            is_active?: boolean | null;
            /**
             * Format: label
             * @description What the values mean, e.g. `email`.
             */
            semantic_type?: string | null;
            /** @description Confidence score of the semantic type between 0 and 1. */
            semantic_type_confidence?: number | null;
            /** @description Some of the values. */
            sample_values?: unknown[] | null;
            /**
             * Format: int64
             * @description How many values there are, when they are few.
             */
            enum_cardinality?: number | null;
            /** @description How many values are null, in percent. */
            null_pct?: number | null;
            /** @description How many values are distinct, in percent. */
            distinct_pct?: number | null;
            /**
             * Format: date-time
             * @description When the profile was computed.
             */
            last_analyzed?: string | null;
            /**
             * Format: int64
             * @description About how many distinct values there are.
             */
            approx_distinct_count?: number | null;
            /**
             * @description The MinHash signature of the set of values. A value is at most 2^53 - 1 in size: most who read JSON round what is
             *     larger, so a hash of 64 bits is refused. Send it shifted right by 11 bits; signatures stay comparable.
             */
            minhash_signature?: number[] | null;
            format_signature?: components["schemas"]["FormatSignature"] | null;
            length_stats?: components["schemas"]["LengthStats"] | null;
            /** @description The Shannon entropy of the values, in bits. */
            entropy?: number | null;
            /**
             * Format: label
             * @description What it is for in an analysis, e.g. `dimension`.
             */
            role?: string | null;
            /** @description Confidence score of the role between 0 and 1. */
            role_confidence?: number | null;
            /**
             * @description Whether the embedding of the field stays as it is. It has no effect, since this server keeps none.
             * @default false
             */
            skip_embedding?: boolean | null;
        };
        /** @description Objects of a SaaS application are associated with objects. */
        SaasAssociation: {
            /**
             * Format: uuid
             * @description A UUID, version 7.
             */
            id: string;
            /**
             * Format: uuid
             * @description The integration source it belongs to.
             */
            integration_source_id: string;
            /**
             * Format: uuid
             * @description The object that refers.
             */
            from_object_id: string;
            /**
             * Format: uuid
             * @description The object that is referred to.
             */
            to_object_id: string;
            /** @description The type of association in the application; empty when there is none. */
            association_type_id: string;
            /** @description What the application calls it; empty when there is none. */
            association_label: string;
            /**
             * @description Who defined it.
             * @default PLATFORM_DEFINED
             */
            association_category?: string;
            /** @description What else the application says of it. */
            metadata_?: {
                [key: string]: unknown;
            };
            relationship_type?: components["schemas"]["RelationshipOrigin"];
            status: components["schemas"]["ReviewStatus"];
            /** @description Confidence score between 0 and 1. */
            score?: number | null;
            /** @description Evidence supporting this relationship. */
            evidence?: {
                [key: string]: unknown;
            };
            /** @description Whether it is in use. */
            is_active?: boolean;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description A new SaaS association. */
        SaasAssociationCreate: {
            /**
             * Format: uuid
             * @description The object that refers.
             */
            from_object_id: string;
            /**
             * Format: uuid
             * @description The object that is referred to.
             */
            to_object_id: string;
            /**
             * Format: label
             * @description The type of association in the application; empty when there is none.
             * @default
             */
            association_type_id?: string;
            /**
             * Format: label
             * @description What the application calls it; empty when there is none.
             * @default
             */
            association_label?: string;
            /**
             * Format: name
             * @description Who defined it.
             * @default PLATFORM_DEFINED
             */
            association_category?: string;
            /**
             * @description What else the application says of it.
             * @default {}
             */
            metadata_?: {
                [key: string]: unknown;
            };
            /**
             * @description How it is known.
             * @default INFERRED
             */
            relationship_type?: components["schemas"]["RelationshipOrigin"];
            /**
             * @description What people think of it.
             * @default SUGGESTED
             */
            status?: components["schemas"]["ReviewStatus"];
            /** @description Confidence score between 0 and 1. */
            score?: number | null;
            /**
             * @description Evidence supporting this relationship.
             * @default {}
             */
            evidence?: {
                [key: string]: unknown;
            };
            /**
             * @description Whether it is in use.
             * @default true
             */
            is_active?: boolean;
        };
        /** @description The fields of a SaaS association to change. */
        SaasAssociationUpdate: {
            /**
             * Format: label
             * @description The type of association in the application; empty when there is none.
             */
            association_type_id?: string | null;
            /**
             * Format: label
             * @description What the application calls it; empty when there is none.
             */
            association_label?: string | null;
            /**
             * Format: name
             * @description Who defined it.
             */
            association_category?: string | null;
            /** @description What else the application says of it. */
            metadata_?: {
                [key: string]: unknown;
            } | null;
            relationship_type?: components["schemas"]["RelationshipOrigin"] | null;
            status?: components["schemas"]["ReviewStatus"] | null;
            /** @description Confidence score between 0 and 1. */
            score?: number | null;
            /** @description Evidence supporting this relationship. */
            evidence?: {
                [key: string]: unknown;
            } | null;
            /** @description Whether it is in use. */
            is_active?: boolean | null;
        };
        /** @description What to set on many relationships. */
        RelationshipBulkStatus: {
            /** @description The relationships to change. */
            relationship_ids: string[];
            status: components["schemas"]["ReviewStatus"];
            /** @description Confidence score between 0 and 1. */
            score?: number | null;
            /** @description Evidence supporting this relationship. */
            evidence?: {
                [key: string]: unknown;
            };
        };
        /** @description What to set on many associations. */
        SaasAssociationBulkStatus: {
            /** @description The associations to change. */
            association_ids: string[];
            status: components["schemas"]["ReviewStatus"];
            /** @description Confidence score between 0 and 1. */
            score?: number | null;
            /** @description Evidence supporting this relationship. */
            evidence?: {
                [key: string]: unknown;
            };
        };
        /** @description The outcome for each resource. */
        BulkResult: {
            /**
             * Format: int32
             * @description How many were found and now have the values.
             */
            updated: number;
            /** @description One result for each id of the request, in its order. */
            results: components["schemas"]["BulkResultItem"][];
        };
        /** @description How a connection test ended. */
        ConnectionTest: {
            connection_status: components["schemas"]["ConnectionStatus"];
            /**
             * Format: date-time
             * @description When the source was tested; null when it could not be.
             */
            tested_at: string | null;
            /** @description What was looked at, in order. */
            checks: components["schemas"]["ConnectionCheck"][];
        };
        /** @description A database whose name is in the path: the fields to set. */
        IntegrationSourceDatabaseByName: {
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            /** @description Whether introspection covers it. */
            is_active?: boolean | null;
            /**
             * Format: int32
             * @description The order of introspection; lower is processed first.
             */
            priority?: number | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
        };
        /** @description A table as a crawler saw it, known by schema and name. A field that is missing or null keeps what is known; a new table then has the default of a create. */
        TableSnapshot: {
            /**
             * Format: name
             * @description The schema it is in; null where the system has none.
             */
            schema_name?: string | null;
            /**
             * Format: name
             * @description The name of the table.
             */
            name: string;
            table_type?: components["schemas"]["TableType"];
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /** @description Whether it is in use. */
            is_active?: boolean;
            /**
             * Format: int32
             * @description The order of lists; lower comes first.
             */
            priority?: number;
            /**
             * Format: int64
             * @description How many rows it has.
             */
            row_count?: number | null;
            /** @description Whether `row_count` is an estimate that the system keeps, and not counted; null when nobody says. */
            is_row_count_estimated?: boolean | null;
            /** @description How many of all values are null, in percent. */
            null_pct_overall?: number | null;
            /** @description How many values are null, in percent, by the name of the field; of which that is not known is left out. */
            field_null_pct?: {
                [key: string]: number;
            };
            /** @description How many values are distinct, in percent, by the name of the field; of which that is not known is left out. */
            field_distinct_pct?: {
                [key: string]: number;
            };
            /**
             * Format: date-time
             * @description The earliest time in the data.
             */
            earliest_timestamp?: string | null;
            /**
             * Format: date-time
             * @description The latest time in the data.
             */
            latest_timestamp?: string | null;
            /** @description Whether `earliest_timestamp` and `latest_timestamp` are those of the sample, and not of all rows; null when nobody says. */
            is_time_range_sampled?: boolean | null;
            /**
             * Format: label
             * @description The step between times in the data, e.g. `day`.
             */
            date_grain?: string | null;
            /**
             * Format: date-time
             * @description When data was last loaded.
             */
            last_load_timestamp?: string | null;
            /**
             * Format: label
             * @description How often data is loaded, e.g. `hourly`.
             */
            load_frequency?: string | null;
            /**
             * Format: int64
             * @description The typical delay of the data in minutes.
             */
            data_latency_minutes?: number | null;
            /** @description Whether this is a staging table that is not meant for analysis. */
            is_staging_table?: boolean;
            /** @description Whether the profile is that of some rows, and not of all; null without a profile. */
            is_sampled?: boolean | null;
            /**
             * Format: int64
             * @description Of how many rows the profile is; null when nobody says.
             */
            sampled_rows?: number | null;
            /** @description The columns of the table, each once. Columns that are not named stay as they are. */
            columns: components["schemas"]["ColumnSnapshot"][];
            /** @description The foreign keys of the table. Each pair of columns becomes an approved relationship. */
            foreign_keys?: components["schemas"]["ForeignKeySnapshot"][];
        };
        /** @description A column as a crawler saw it. A field that is missing or null keeps what is known; a new column then has the default of a create. */
        ColumnSnapshot: {
            /**
             * Format: name
             * @description The name of the column.
             */
            name: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /** @description The type, as the system writes it. */
            data_type?: string | null;
            /** @description Whether it is part of the primary key. */
            is_primary_key?: boolean;
            /** @description Whether it may be null. */
            is_nullable?: boolean;
            /**
             * Format: int32
             * @description Its place in the table, from 1.
             */
            ordinal_position?: number | null;
            /**
             * Format: label
             * @description What the values mean, e.g. `email`.
             */
            semantic_type?: string | null;
            /** @description Confidence score of the semantic type between 0 and 1. */
            semantic_type_confidence?: number | null;
            /** @description Some of the values. */
            sample_values?: unknown[] | null;
            /**
             * Format: int64
             * @description How many values there are, when they are few.
             */
            enum_cardinality?: number | null;
            /** @description How many values are null, in percent. */
            null_pct?: number | null;
            /** @description How many values are distinct, in percent. */
            distinct_pct?: number | null;
            /**
             * Format: date-time
             * @description When the profile was computed.
             */
            last_analyzed?: string | null;
            /**
             * Format: int64
             * @description About how many distinct values there are.
             */
            approx_distinct_count?: number | null;
            /**
             * @description The MinHash signature of the set of values. A value is at most 2^53 - 1 in size: most who read JSON round what is
             *     larger, so a hash of 64 bits is refused. Send it shifted right by 11 bits; signatures stay comparable.
             */
            minhash_signature?: number[] | null;
            format_signature?: components["schemas"]["FormatSignature"] | null;
            length_stats?: components["schemas"]["LengthStats"] | null;
            /** @description The Shannon entropy of the values, in bits. */
            entropy?: number | null;
            /**
             * Format: label
             * @description What it is for in an analysis, e.g. `dimension`.
             */
            role?: string | null;
            /** @description Confidence score of the role between 0 and 1. */
            role_confidence?: number | null;
            /** @description Whether the profile is that of some rows, and not of all; null without a profile. */
            is_sampled?: boolean | null;
            /** @description Whether it is in use. */
            is_active?: boolean;
        };
        /** @description A foreign key of a table. */
        ForeignKeySnapshot: {
            /** @description The names of the columns that point, all of this table. */
            columns: string[];
            /**
             * Format: name
             * @description The schema of the table they point to; without it the schema of this table.
             */
            to_schema_name?: string | null;
            /**
             * Format: name
             * @description The table they point to, of the same database; it may come in a later line.
             */
            to_table_name: string;
            /** @description The names of the columns they point to, in the same order. */
            to_columns: string[];
        };
        /** @description How many rows of a kind became what. */
        SnapshotCounts: {
            /** @description How many are new. */
            created: number;
            /** @description How many were changed. */
            updated: number;
            /** @description How many were already as given. */
            unchanged: number;
        };
        /** @description What is wrong with a line. */
        SnapshotProblem: {
            /** @description The number of the line, or of the item of the JSON array, from 1. */
            line: number;
            /** @description What is wrong, for people. */
            detail: string;
            /** @description Where it is wrong; empty when the line is not JSON. */
            errors: components["schemas"]["ValidationIssue"][];
        };
        /** @description The outcome of a snapshot. */
        SnapshotResult: {
            /** @description Whether this is only what would become of it, and nothing was written. */
            dry_run: boolean;
            /** @description How many lines (or items of the JSON array) were read; blank lines do not count. */
            lines: number;
            /** @description How many problems there are: lines of which nothing was written, and foreign keys that lead nowhere. */
            failed: number;
            tables: components["schemas"]["SnapshotCounts"];
            columns: components["schemas"]["SnapshotCounts"];
            relationships: components["schemas"]["SnapshotCounts"];
            /** @description How many descriptions were written to a layer that another one wins over. */
            shadowed_descriptions: number;
            /** @description The first 1000 problems, in the order of their lines: first of the lines, then of the foreign keys, which are looked up when all tables are there. */
            problems: components["schemas"]["SnapshotProblem"][];
        };
        /**
         * @description What happened, for programs. Each code has a page at `/docs/problems/<code>`.
         * @enum {string}
         */
        ProblemCode: "malformed_url" | "malformed_request" | "invalid_json" | "invalid_yaml" | "authentication_required" | "invalid_token" | "permission_denied" | "route_not_found" | "organization_not_found" | "source_not_found" | "database_not_found" | "table_not_found" | "column_not_found" | "relationship_not_found" | "saas_object_not_found" | "saas_field_not_found" | "saas_association_not_found" | "resource_not_found" | "description_layer_not_found" | "description_version_not_found" | "description_proposal_not_found" | "rename_proposal_not_found" | "token_not_found" | "run_not_found" | "schedule_not_found" | "method_not_allowed" | "name_taken" | "already_exists" | "idempotency_in_progress" | "plan_outdated" | "dbt_version_not_supported" | "cursor_expired" | "feed_epoch_changed" | "already_decided" | "rename_outdated" | "source_inactive" | "no_active_database" | "connector_unknown" | "source_settings_invalid" | "host_not_allowed" | "not_waiting" | "precondition_failed" | "body_too_large" | "unsupported_media_type" | "validation_failed" | "body_too_complex" | "idempotency_key_reused" | "organization_required" | "reference_not_found" | "rate_limited" | "organization_rate_limited" | "too_many_streams" | "too_many_queued_runs" | "too_many_waiting_proposals" | "too_many_idempotency_bytes" | "too_many_api_tokens" | "too_many_sources" | "too_many_connection_tests" | "too_many_uploads" | "internal_error" | "credentials_unreadable" | "database_unavailable" | "server_busy" | "request_timeout" | "uploads_unavailable" | "identity_provider_unavailable";
        /** @description One place where a request is invalid. */
        ValidationIssue: {
            /** @description The place as a JSON pointer (RFC 6901) into the body, or into the parameters by their name. */
            pointer: string;
            /** @description The place as FastAPI writes it, beginning with `body`, `query`, `path` or `header`. Indexes of arrays are written in decimal. */
            loc: string[];
            /** @description What is wrong, for people. */
            msg: string;
            /** @description What is wrong, for programs, e.g. `missing` or `string_type`. */
            type: string;
            /** @description The line of a YAML body. */
            line?: number;
        };
        /** @description An error, as RFC 9457 describes it. */
        Problem: {
            /**
             * Format: uri-reference
             * @description The page that explains the problem.
             */
            type: string;
            /** @description What happened, the same for every problem of this code. */
            title: string;
            /**
             * Format: int32
             * @description The HTTP status.
             */
            status: number;
            /** @description What happened this time. */
            detail: string;
            /** @description The path of the request. */
            instance: string;
            code: components["schemas"]["ProblemCode"];
            /** @description Finds the request in the log of the server. */
            request_id: string;
            /** @description Where the request is invalid. */
            errors?: components["schemas"]["ValidationIssue"][];
            /**
             * Format: uuid
             * @description The id of the resource that has the name already.
             */
            existing_id?: string;
        };
        /**
         * @description The name of a property.
         * @enum {string}
         */
        OrganizationField: "id" | "name" | "description" | "is_active" | "default_thread_sharing" | "business_ontology" | "ontology_version" | "ontology_updated_at" | "context_modules_config" | "data_storage_mode" | "customer_s3_bucket" | "customer_s3_region" | "customer_aws_access_key_id" | "has_customer_aws_secret_access_key" | "customer_iam_role_arn" | "entity_definitions_config" | "agent_lab_config" | "description_precedence" | "created_at" | "updated_at";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        IntegrationSourceField: "id" | "organization_id" | "name" | "source_type" | "connector_type" | "description" | "description_source" | "description_generated_at" | "description_version" | "description_stale_reason" | "is_system" | "is_sync" | "configuration" | "capabilities" | "is_active" | "connection_status" | "last_connection_test" | "legacy_data_source_id" | "system_source_id" | "instance_label" | "airbyte_source_id" | "airbyte_connection_id" | "airbyte_connection_ids" | "airbyte_destination_id" | "last_sync_at" | "last_sync_status" | "last_sync_row_count" | "selected_streams" | "include_patterns" | "exclude_patterns" | "unprofiled_patterns" | "has_credentials" | "created_at" | "updated_at";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        IntegrationSourceDatabaseField: "id" | "integration_source_id" | "name" | "description" | "is_active" | "priority" | "description_source" | "description_generated_at" | "description_version" | "description_stale_reason" | "last_introspected_at" | "created_at" | "updated_at";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        TableField: "id" | "database_id" | "integration_source_id" | "schema_name" | "name" | "table_type" | "description" | "description_source" | "description_generated_at" | "description_version" | "description_stale_reason" | "is_profiled" | "is_active" | "priority" | "row_count" | "is_row_count_estimated" | "null_pct_overall" | "field_null_pct" | "field_distinct_pct" | "earliest_timestamp" | "latest_timestamp" | "is_time_range_sampled" | "date_grain" | "last_load_timestamp" | "load_frequency" | "data_latency_minutes" | "is_staging_table" | "is_sampled" | "sampled_rows" | "last_introspected_at" | "created_at" | "updated_at";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        ColumnField: "id" | "table_id" | "integration_source_id" | "name" | "description" | "description_source" | "description_generated_at" | "description_version" | "description_stale_reason" | "data_type" | "is_primary_key" | "is_nullable" | "ordinal_position" | "semantic_type" | "semantic_type_confidence" | "sample_values" | "enum_cardinality" | "null_pct" | "distinct_pct" | "last_analyzed" | "approx_distinct_count" | "minhash_signature" | "format_signature" | "length_stats" | "entropy" | "role" | "role_confidence" | "is_sampled" | "is_profiled" | "is_active" | "created_at" | "updated_at";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        RelationshipField: "id" | "integration_source_id" | "from_column_id" | "to_table_id" | "to_column_name" | "type" | "status" | "score" | "evidence" | "created_at" | "updated_at";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        SaasObjectField: "id" | "integration_source_id" | "object_name" | "api_identifier" | "description" | "description_source" | "description_generated_at" | "description_version" | "description_stale_reason" | "null_pct_overall" | "field_null_pct" | "field_distinct_pct" | "earliest_timestamp" | "latest_timestamp" | "date_grain" | "last_load_timestamp" | "load_frequency" | "data_latency_minutes" | "is_staging_table" | "is_active" | "created_at" | "updated_at";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        SaasFieldField: "id" | "saas_object_id" | "field_name" | "api_identifier" | "data_type" | "description" | "description_source" | "description_generated_at" | "description_version" | "description_stale_reason" | "is_required" | "is_unique" | "is_active" | "semantic_type" | "semantic_type_confidence" | "sample_values" | "enum_cardinality" | "null_pct" | "distinct_pct" | "last_analyzed" | "approx_distinct_count" | "minhash_signature" | "format_signature" | "length_stats" | "entropy" | "role" | "role_confidence" | "created_at" | "updated_at";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        SaasAssociationField: "id" | "integration_source_id" | "from_object_id" | "to_object_id" | "association_type_id" | "association_label" | "association_category" | "metadata_" | "relationship_type" | "status" | "score" | "evidence" | "is_active" | "created_at" | "updated_at";
        /**
         * @description What kind of thing changed.
         * @enum {string}
         */
        ChangeKind: "organization" | "integration_source" | "database" | "table" | "column" | "relationship" | "saas_object" | "saas_field" | "saas_association" | "description_proposal" | "rename_proposal" | "api_token";
        /**
         * @description What kind of actor changed something: a person or a service with a token, an introspection run, or the operator of the server itself.
         * @enum {string}
         */
        ActorKind: "person" | "service" | "run" | "system";
        /** @description Who changed something. */
        Actor: {
            kind: components["schemas"]["ActorKind"];
            /** @description The `sub` of the token, or the id of the run; null for the system. */
            subject: string | null;
        };
        /**
         * @description What was done.
         * @enum {string}
         */
        ChangeOperation: "created" | "updated" | "deleted";
        /** @description One change. */
        Change: {
            /** @description Where this change is in the order: `after` goes on behind it. */
            cursor: string;
            kind: components["schemas"]["ChangeKind"];
            /**
             * Format: uuid
             * @description The id of the thing.
             */
            id: string;
            /**
             * Format: uuid
             * @description The source that it is or was in; null for what is in none.
             */
            integration_source_id?: string | null;
            operation: components["schemas"]["ChangeOperation"];
            actor?: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @description When the change happened.
             */
            occurred_at: string;
            /** @description The properties whose values an update changed; empty when the thing came or went as a whole. */
            changed_fields?: string[];
        };
        /**
         * @description The name of a property.
         * @enum {string}
         */
        ChangeField: "cursor" | "kind" | "id" | "integration_source_id" | "operation" | "actor" | "occurred_at" | "changed_fields";
        /**
         * @description What kind of thing is described.
         * @enum {string}
         */
        DescribedKind: "integration_source" | "database" | "table" | "column" | "saas_object" | "saas_field";
        /**
         * @description One layer of descriptions.
         * @enum {string}
         */
        DescriptionLayerName: "ai_generated" | "manual_edit" | "imported" | "information_schema";
        /**
         * @description Whether somebody decided, and how.
         * @enum {string}
         */
        ReviewStatus: "SUGGESTED" | "APPROVED" | "REJECTED";
        /** @description The current text of one layer. */
        DescriptionLayer: {
            description_source: components["schemas"]["DescriptionLayerName"];
            /** @description The text; null records that a person decided there is no description. */
            description: string | null;
            /**
             * Format: date-time
             * @description When the text was last modified.
             */
            description_generated_at: string;
            author: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @description When it was written here.
             */
            written_at: string;
            /** @description What has changed since a machine wrote the text; null for a text that fits. */
            stale_reason?: string | null;
            /**
             * Format: date-time
             * @description Since when it does not fit.
             */
            stale_since?: string | null;
            /** @description The model that wrote a text of a machine. */
            model?: string | null;
            /** @description The version of its prompt. */
            prompt_version?: string | null;
            /** @description Confidence score of the machine between 0 and 1. */
            confidence?: number | null;
        };
        /** @description The description of a resource with all of its layers. */
        ResourceDescription: {
            /**
             * Format: uuid
             * @description The id of the resource.
             */
            resource_id: string;
            kind: components["schemas"]["DescribedKind"];
            /**
             * Format: uuid
             * @description The source that it is or is in.
             */
            integration_source_id: string;
            /** @description The text that is effective. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"] | null;
            /**
             * Format: date-time
             * @description When the effective text was last modified.
             */
            description_generated_at?: string | null;
            /**
             * Format: int32
             * @description Rises by one whenever the effective text changes.
             */
            description_version: number;
            /** @description What has changed since a machine wrote the effective text; null for a text that fits. */
            description_stale_reason?: string | null;
            /** @description The layers that there are, the highest first. */
            layers?: components["schemas"]["DescriptionLayer"][];
        };
        /** @description The text of one layer. */
        DescriptionLayerWrite: {
            /** @description The text. Null is allowed in `manual_edit` only: it records that a person decided there is no description. */
            description: string | null;
            /**
             * Format: date-time
             * @description When the text was last modified; by default now, or, for the same text again, when it was.
             */
            description_generated_at?: string | null;
            /**
             * Format: name
             * @description The model that wrote a text of a machine.
             */
            model?: string | null;
            /**
             * Format: name
             * @description The version of its prompt.
             */
            prompt_version?: string | null;
            /** @description Confidence score of the machine between 0 and 1. */
            confidence?: number | null;
        };
        /**
         * @description What was done.
         * @enum {string}
         */
        DescriptionVersionOperation: "written" | "removed" | "restored" | "approved" | "reordered";
        /** @description One version in the history of a description. */
        DescriptionVersion: {
            /**
             * Format: int32
             * @description The number of the version; the first is 1, and none is left out.
             */
            version: number;
            operation: components["schemas"]["DescriptionVersionOperation"];
            description_source: components["schemas"]["DescriptionLayerName"];
            /** @description The text of the layer; null when there is none any more. */
            description?: string | null;
            /**
             * Format: date-time
             * @description When the text was last modified.
             */
            description_generated_at?: string | null;
            author: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @description When it was done.
             */
            occurred_at: string;
            /** @description The model that wrote a text of a machine. */
            model?: string | null;
            /** @description The version of its prompt. */
            prompt_version?: string | null;
            /** @description Confidence score of the machine between 0 and 1. */
            confidence?: number | null;
            /**
             * Format: int32
             * @description The `description_version` of the resource after it.
             */
            description_version: number;
            /** @description Whether it changed the effective text. */
            is_effective: boolean;
            /**
             * Format: int32
             * @description The version that was restored.
             */
            restored_version?: number | null;
            /**
             * Format: uuid
             * @description The proposal that was approved.
             */
            proposal_id?: string | null;
        };
        /** @description A text that is proposed for one layer. */
        DescriptionProposal: {
            /**
             * Format: uuid
             * @description The id.
             */
            id: string;
            /**
             * Format: uuid
             * @description The resource that the text is for.
             */
            resource_id: string;
            kind: components["schemas"]["DescribedKind"];
            /**
             * Format: uuid
             * @description The source that it is or is in.
             */
            integration_source_id: string;
            description_source?: components["schemas"]["DescriptionLayerName"];
            /** @description The text. */
            description?: string;
            /** @description The model that wrote a text of a machine. */
            model?: string | null;
            /** @description The version of its prompt. */
            prompt_version?: string | null;
            /** @description Confidence score of the machine between 0 and 1. */
            confidence?: number | null;
            proposed_by?: components["schemas"]["Actor"];
            status: components["schemas"]["ReviewStatus"];
            /** @description Who decided. */
            decided_by?: components["schemas"]["Actor"] | null;
            /**
             * Format: date-time
             * @description When it was decided.
             */
            decided_at?: string | null;
            /** @description The comment of the person who decided. */
            comment?: string | null;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description A text to propose. */
        DescriptionProposalCreate: {
            /** @description The text. */
            description: string;
            description_source: components["schemas"]["DescriptionLayerName"];
            /**
             * Format: name
             * @description The model that wrote a text of a machine.
             */
            model?: string | null;
            /**
             * Format: name
             * @description The version of its prompt.
             */
            prompt_version?: string | null;
            /** @description Confidence score of the machine between 0 and 1. */
            confidence?: number | null;
        };
        /**
         * @description How somebody decides.
         * @enum {string}
         */
        DecisionStatus: "APPROVED" | "REJECTED";
        /** @description A decision on a proposal. */
        DescriptionProposalDecision: {
            status: components["schemas"]["DecisionStatus"];
            /** @description What to say of it. */
            comment?: string | null;
        };
        /** @description A decision on many proposals. */
        DescriptionProposalBulkStatus: {
            /** @description The proposals. */
            proposal_ids: string[];
            status: components["schemas"]["DecisionStatus"];
            /** @description What to say of them. */
            comment?: string | null;
        };
        /** @description The outcome for each proposal. */
        DescriptionProposalBulkResult: {
            /**
             * Format: int32
             * @description How many were decided.
             */
            updated: number;
            /** @description One result for each id of the request. */
            results: components["schemas"]["DescriptionProposalResult"][];
        };
        /** @description The outcome for one proposal. */
        DescriptionProposalResult: {
            /**
             * Format: uuid
             * @description The id of the request.
             */
            id: string;
            status: components["schemas"]["DescriptionProposalOutcome"];
        };
        /**
         * @description The outcome.
         * @enum {string}
         */
        DescriptionProposalOutcome: "updated" | "not_found" | "already_decided";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        ResourceDescriptionField: "resource_id" | "kind" | "integration_source_id" | "description" | "description_source" | "description_generated_at" | "description_version" | "description_stale_reason" | "layers";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        DescriptionVersionField: "version" | "operation" | "description_source" | "description" | "description_generated_at" | "author" | "occurred_at" | "model" | "prompt_version" | "confidence" | "description_version" | "is_effective" | "restored_version" | "proposal_id";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        DescriptionProposalField: "id" | "resource_id" | "kind" | "integration_source_id" | "description_source" | "description" | "model" | "prompt_version" | "confidence" | "proposed_by" | "status" | "decided_by" | "decided_at" | "comment" | "created_at" | "updated_at";
        /**
         * @description What was renamed.
         * @enum {string}
         */
        RenameKind: "table" | "column";
        /** @description A table or column, by its names when the rename was proposed. */
        RenamedResource: {
            /**
             * Format: uuid
             * @description The id. That of what came is of nothing any more when the rename is approved.
             */
            id: string;
            /** @description The schema of the table; null where the system has none. */
            schema_name: string | null;
            /** @description The table. */
            table_name: string;
            /** @description The column; null for a table. */
            column_name: string | null;
        };
        /** @description Evidence supporting the rename, each part from 0 to 1. */
        RenameEvidence: {
            /** @description Of a table the share of columns that both have by name and type, which counts for less when they are few; of a column its place in the table, and whether both can be null. */
            structure?: number;
            /** @description How alike the profiles of the values are; null when one of them has none. */
            profile?: number | null;
            /** @description How alike the names are. */
            name?: number;
        };
        /** @description A table or column that disappeared and a new one that may be the same. */
        RenameProposal: {
            /**
             * Format: uuid
             * @description The id.
             */
            id: string;
            /**
             * Format: uuid
             * @description The source that both are in.
             */
            integration_source_id: string;
            /**
             * Format: uuid
             * @description The database that both are in.
             */
            database_id: string;
            kind: components["schemas"]["RenameKind"];
            gone?: components["schemas"]["RenamedResource"];
            came?: components["schemas"]["RenamedResource"];
            /** @description Confidence score between 0 and 1. */
            score?: number;
            evidence?: components["schemas"]["RenameEvidence"];
            /** @description The reasons for it in words. */
            reasons?: string[];
            proposed_by?: components["schemas"]["Actor"];
            status: components["schemas"]["ReviewStatus"];
            /** @description Who decided. */
            decided_by?: components["schemas"]["Actor"] | null;
            /**
             * Format: date-time
             * @description When it was decided.
             */
            decided_at?: string | null;
            /** @description The comment of the person who decided. */
            comment?: string | null;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description A decision on a proposed rename. */
        RenameProposalDecision: {
            status: components["schemas"]["DecisionStatus"];
            /** @description What to say of it. */
            comment?: string | null;
        };
        /** @description A decision on many proposed renames. */
        RenameProposalBulkStatus: {
            /** @description The proposals, in the order in which they are decided. */
            rename_proposal_ids: string[];
            status: components["schemas"]["DecisionStatus"];
            /** @description What to say of them. */
            comment?: string | null;
        };
        /** @description The outcome for each proposed rename. */
        RenameProposalBulkResult: {
            /**
             * Format: int32
             * @description How many were decided.
             */
            updated: number;
            /** @description One result for each id of the request. */
            results: components["schemas"]["RenameProposalResult"][];
        };
        /** @description The outcome for one proposed rename. */
        RenameProposalResult: {
            /**
             * Format: uuid
             * @description The id of the request.
             */
            id: string;
            status: components["schemas"]["RenameProposalOutcome"];
        };
        /**
         * @description The outcome: `outdated` means that the proposal no longer applies.
         * @enum {string}
         */
        RenameProposalOutcome: "updated" | "not_found" | "already_decided" | "outdated";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        RenameProposalField: "id" | "integration_source_id" | "database_id" | "kind" | "gone" | "came" | "score" | "evidence" | "reasons" | "proposed_by" | "status" | "decided_by" | "decided_at" | "comment" | "created_at" | "updated_at";
        /** @description A text of a machine that does not fit any more. */
        StaleDescription: {
            /**
             * Format: uuid
             * @description The resource that it is of.
             */
            resource_id: string;
            kind: components["schemas"]["DescribedKind"];
            /**
             * Format: uuid
             * @description The source that it is or is in.
             */
            integration_source_id?: string;
            /** @description The names that lead to the resource within its source. */
            path?: string[];
            /** @description The text. */
            description?: string;
            /** @description What has changed since. */
            stale_reason: string;
            /**
             * Format: date-time
             * @description Since when it does not fit.
             */
            stale_since: string;
            /** @description Whether no other layer wins over it. */
            is_effective?: boolean;
            /** @description The model that wrote it. */
            model?: string | null;
            /** @description The version of its prompt. */
            prompt_version?: string | null;
            /** @description Confidence score of the machine between 0 and 1. */
            confidence?: number | null;
        };
        /**
         * @description The name of a property.
         * @enum {string}
         */
        StaleDescriptionField: "resource_id" | "kind" | "integration_source_id" | "path" | "description" | "stale_reason" | "stale_since" | "is_effective" | "model" | "prompt_version" | "confidence";
        /**
         * @description What a caller may do.
         * @enum {string}
         */
        Role: "ANALYST" | "ORGANIZATION_ADMIN" | "SYSTEM_ADMIN";
        /**
         * @description What stands behind a token. Descriptions written by a service count as imported, those of a person as edited by hand.
         * @enum {string}
         */
        PrincipalKind: "person" | "service";
        /** @description An API token, without the token itself. */
        ApiToken: {
            /**
             * Format: uuid
             * @description A UUID, version 7. Changes with the token have the actor `token:<id>`.
             */
            id: string;
            /**
             * Format: uuid
             * @description The organization the token belongs to.
             */
            organization_id: string;
            /** @description What the token is for, for people. */
            name: string;
            kind: components["schemas"]["PrincipalKind"];
            role: components["schemas"]["Role"];
            /** @description The start of the token by which people recognize it. */
            hint?: string;
            /**
             * Format: date-time
             * @description When the token ends; null when it does not.
             */
            expires_at?: string | null;
            /**
             * Format: date-time
             * @description When the token was last used, to about a minute; null when it never was.
             */
            last_used_at?: string | null;
            /**
             * Format: date-time
             * @description When the token was revoked; null when it was not.
             */
            revoked_at?: string | null;
            /** @description Who created the token. */
            created_by?: string;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed; use does not count as a change.
             */
            updated_at: string;
        };
        /** @description A new API token. */
        ApiTokenCreated: {
            /**
             * Format: uuid
             * @description A UUID, version 7. Changes with the token have the actor `token:<id>`.
             */
            id: string;
            /**
             * Format: uuid
             * @description The organization the token belongs to.
             */
            organization_id: string;
            /** @description What the token is for, for people. */
            name: string;
            kind: components["schemas"]["PrincipalKind"];
            role: components["schemas"]["Role"];
            /** @description The start of the token by which people recognize it. */
            hint?: string;
            /**
             * Format: date-time
             * @description When the token ends; null when it does not.
             */
            expires_at?: string | null;
            /**
             * Format: date-time
             * @description When the token was last used, to about a minute; null when it never was.
             */
            last_used_at?: string | null;
            /**
             * Format: date-time
             * @description When the token was revoked; null when it was not.
             */
            revoked_at?: string | null;
            /** @description Who created the token. */
            created_by?: string;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed; use does not count as a change.
             */
            updated_at: string;
            /** @description The token, for `Authorization`; it is not shown again. Null when the answer is a replay. */
            token: string | null;
        };
        /** @description A new API token. */
        ApiTokenCreate: {
            /**
             * Format: name
             * @description What the token is for, for people.
             */
            name: string;
            /**
             * @description What stands behind the token.
             * @default service
             */
            kind?: components["schemas"]["PrincipalKind"];
            role: components["schemas"]["Role"];
            /**
             * Format: date-time
             * @description When the token ends, at most 366 days from now. Left out, it ends after 90 days. Only a token of a service may have null, and then never ends.
             */
            expires_at?: string | null;
        };
        /**
         * @description The name of a property.
         * @enum {string}
         */
        ApiTokenField: "id" | "organization_id" | "name" | "kind" | "role" | "hint" | "expires_at" | "last_used_at" | "revoked_at" | "created_by" | "created_at" | "updated_at";
        /**
         * @description How far a run is.
         * @enum {string}
         */
        IntrospectionRunStatus: "queued" | "running" | "waiting_for_approval" | "succeeded" | "failed" | "cancelled";
        /**
         * @description How far a database of a run is.
         * @enum {string}
         */
        IntrospectionDatabaseStatus: "pending" | "running" | "waiting_for_approval" | "succeeded" | "failed" | "cancelled";
        /** @description What a listing changed. */
        IntrospectionCounts: {
            /**
             * Format: int32
             * @description New ones.
             */
            created: number;
            /**
             * Format: int32
             * @description Changed ones.
             */
            updated: number;
            /**
             * Format: int32
             * @description The others that were listed.
             */
            unchanged: number;
            /**
             * Format: int32
             * @description Those that are gone and became inactive.
             */
            retired: number;
            /**
             * Format: int32
             * @description Those that are back and became active.
             */
            returned: number;
        };
        /** @description What a listing changed in relationships. */
        IntrospectionRelationshipCounts: {
            /**
             * Format: int32
             * @description Declared ones that are new.
             */
            created: number;
            /**
             * Format: int32
             * @description Suggested ones that turned out to be declared.
             */
            updated: number;
            /**
             * Format: int32
             * @description Declared ones that were known.
             */
            unchanged: number;
            /**
             * Format: int32
             * @description New suggestions.
             */
            suggested: number;
        };
        /** @description What a run found in a database. */
        IntrospectionResult: {
            tables: components["schemas"]["IntrospectionCounts"];
            columns: components["schemas"]["IntrospectionCounts"];
            relationships: components["schemas"]["IntrospectionRelationshipCounts"];
            /** @description The first hundred tables that are gone. */
            retired_tables: string[];
            /** @description Schemas that could not be listed completely, in which nothing was retired. */
            incomplete_schemas: string[];
            /**
             * Format: int32
             * @description How many tables were profiled.
             */
            profiled_tables: number;
            /**
             * Format: int32
             * @description How many renames the run proposed. Runs of earlier versions have none.
             */
            proposed_renames?: number;
            excluded?: components["schemas"]["IntrospectionExclusions"];
            /** @description The first hundred things that were left out, and why. */
            warnings: string[];
        };
        /** @description What the patterns of the source left out. */
        IntrospectionExclusions: {
            /**
             * Format: int32
             * @description Tables that the system has and that were not looked at.
             */
            tables: number;
            /**
             * Format: int32
             * @description Known ones that became inactive for that.
             */
            retired_tables: number;
            /**
             * Format: int32
             * @description Tables that were listed and not profiled.
             */
            unprofiled_tables: number;
        };
        /** @description One database of a run. */
        IntrospectionRunDatabase: {
            /**
             * Format: uuid
             * @description The id of the database.
             */
            database_id: string;
            /** @description The name of the database. */
            name: string;
            status: components["schemas"]["IntrospectionDatabaseStatus"];
            /** @description What is done now: `listing`, `profiling` or `relating`. */
            phase?: string | null;
            /** @description The table that is worked on. */
            current_object?: string | null;
            /**
             * Format: int32
             * @description Tables listed so far.
             */
            tables_done?: number;
            /**
             * Format: int32
             * @description Tables known before; null before it begins, and when none were known.
             */
            tables_expected?: number | null;
            /**
             * Format: int32
             * @description Columns listed so far.
             */
            columns_done?: number;
            /**
             * Format: int32
             * @description Columns known before; null before it begins, and when none were known.
             */
            columns_expected?: number | null;
            /**
             * Format: int32
             * @description Tables profiled so far.
             */
            profiled_done?: number;
            /** @description Columns listed a second, since it began. */
            columns_per_second?: number | null;
            result?: components["schemas"]["IntrospectionResult"];
            /** @description Why it failed, or was cancelled by itself (`source_inactive`, `database_inactive`), for programs. */
            error_reason?: string | null;
            /** @description Why it failed, for people. It holds no credential. */
            error_detail?: string | null;
            /**
             * Format: date-time
             * @description When it began.
             */
            started_at?: string | null;
            /**
             * Format: date-time
             * @description When it ended.
             */
            finished_at?: string | null;
        };
        /** @description A run over the databases of a source. */
        IntrospectionRun: {
            /**
             * Format: uuid
             * @description The id; other operations take it as `job_id`.
             */
            id: string;
            /**
             * Format: uuid
             * @description The source.
             */
            integration_source_id: string;
            status: components["schemas"]["IntrospectionRunStatus"];
            /** @description Whether it only reports what would change. */
            dry_run?: boolean;
            /** @description Whether tables are profiled, too. */
            profile?: boolean;
            requested_by?: components["schemas"]["Actor"];
            /**
             * Format: int32
             * @description Its place among the runs that wait, from 1; null when it does not wait.
             */
            queue_position?: number | null;
            /**
             * Format: int32
             * @description Databases that are over.
             */
            databases_done?: number;
            /**
             * Format: int32
             * @description All databases of the run.
             */
            databases_expected?: number;
            /**
             * Format: int32
             * @description Tables listed so far.
             */
            tables_done?: number;
            /**
             * Format: int32
             * @description Columns listed so far.
             */
            columns_done?: number;
            /** @description Its databases, in its order. */
            databases?: components["schemas"]["IntrospectionRunDatabase"][];
            /** @description Why the run failed, for programs, where none of its databases says so. */
            error_reason?: string | null;
            /** @description Why the run failed and what to do next, for people, where none of its databases says so. */
            error_detail?: string | null;
            /**
             * Format: date-time
             * @description When it began.
             */
            started_at?: string | null;
            /**
             * Format: date-time
             * @description When it ended.
             */
            finished_at?: string | null;
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description What to introspect. */
        IntrospectionRunCreate: {
            /** @description Databases of the source, which must be active. Left out: all active ones. */
            database_ids?: string[];
            /**
             * @description Whether to profile tables, too, and to infer relationships.
             * @default true
             */
            profile?: boolean;
            /**
             * @description Whether only to report what would change.
             * @default false
             */
            dry_run?: boolean;
        };
        /** @description When a source is introspected by itself. */
        IntrospectionSchedule: {
            /**
             * Format: uuid
             * @description The source.
             */
            integration_source_id: string;
            /** @description Five fields: minute, hour, day of the month, month, day of the week. */
            cron: string;
            /** @description The IANA time zone that they are meant in. */
            time_zone: string;
            /** @description Whether its runs profile tables, too. */
            profile?: boolean;
            /** @description Whether it is in force. */
            is_active?: boolean;
            /** @description Whether it is in force and has no runs, since its source is not active. It goes on by itself when the source is active again. */
            is_paused?: boolean;
            /**
             * Format: date-time
             * @description When the next run is due; null when it is not in force, and while it is paused. Then it is computed again.
             */
            next_run_at?: string | null;
            set_by?: components["schemas"]["Actor"];
            /**
             * Format: date-time
             * @description When the resource was created.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When the resource was last changed.
             */
            updated_at: string;
        };
        /** @description When to introspect a source. */
        IntrospectionScheduleWrite: {
            /** @description Five fields: minute, hour, day of the month, month, day of the week. */
            cron: string;
            /**
             * @description An IANA time zone, e.g. `Europe/Berlin`.
             * @default UTC
             */
            time_zone?: string;
            /**
             * @description Whether its runs profile tables, too.
             * @default true
             */
            profile?: boolean;
            /**
             * @description Whether it is in force.
             * @default true
             */
            is_active?: boolean;
        };
        /**
         * @description The name of a property.
         * @enum {string}
         */
        IntrospectionRunField: "id" | "integration_source_id" | "status" | "dry_run" | "profile" | "requested_by" | "queue_position" | "databases_done" | "databases_expected" | "tables_done" | "columns_done" | "databases" | "error_reason" | "error_detail" | "started_at" | "finished_at" | "created_at" | "updated_at";
        /**
         * @description What was found.
         * @enum {string}
         */
        SearchKind: "integration_source" | "database" | "table" | "column" | "saas_object" | "saas_field";
        /** @description One step of the path to a result. */
        SearchStep: {
            kind: components["schemas"]["SearchStepKind"];
            /** @description Its name. */
            name: string;
        };
        /** @description A piece of plain text. */
        SearchFragment: {
            /** @description The text, as it is stored. It may hold anything, so it must be shown as text and not as markup. */
            text: string;
            /** @description Whether it is what was looked for. */
            is_match: boolean;
        };
        /** @description Why a result was found. */
        SearchHighlight: {
            property: components["schemas"]["SearchedProperty"];
            /** @description The text in pieces. Of a long description it is a part, with an ellipsis (…) where that does not begin or end. */
            fragments: components["schemas"]["SearchFragment"][];
        };
        /** @description One result of a search. */
        SearchResult: {
            kind: components["schemas"]["SearchKind"];
            /**
             * Format: uuid
             * @description Its id.
             */
            id: string;
            /** @description Its name; the `object_name` of a SaaS object, the `field_name` of a SaaS field. */
            name: string;
            /** @description How well it fits, to be compared only within one answer. */
            score: number;
            /** @description Whether it is active, as is everything it is in. */
            is_active?: boolean;
            /**
             * Format: uuid
             * @description The source it is or is in.
             */
            integration_source_id?: string;
            /**
             * Format: uuid
             * @description The database it is or is in.
             */
            database_id?: string | null;
            /**
             * Format: uuid
             * @description The table it is or is in.
             */
            table_id?: string | null;
            /**
             * Format: uuid
             * @description The SaaS object it is or is in.
             */
            saas_object_id?: string | null;
            /** @description The way to it, from the source down to itself. */
            path?: components["schemas"]["SearchStep"][];
            highlight?: components["schemas"]["SearchHighlight"];
        };
        /**
         * @description The name of a property.
         * @enum {string}
         */
        SearchResultField: "kind" | "id" | "name" | "score" | "is_active" | "integration_source_id" | "database_id" | "table_id" | "saas_object_id" | "path" | "highlight";
        /** @description A number for each layer. */
        LayerCounts: {
            /** @description Texts of people. */
            manual_edit: number;
            /** @description Imported texts. */
            imported: number;
            /** @description Comments of the source. */
            information_schema: number;
            /** @description Texts of machines. */
            ai_generated: number;
        };
        /** @description How much of one level is described. */
        CoverageLevel: {
            /** @description How many there are. */
            total: number;
            /** @description How many of them have a text. */
            described: number;
            /** @description Their share, from 0 to 100; null when there is nothing to describe. */
            described_pct: number | null;
            /** @description How many have a text that a machine wrote for another structure. */
            stale: number;
            /** @description By the layer whose text is effective; the sum is `described`. */
            effective: components["schemas"]["LayerCounts"];
            /** @description How many have the layer, also where a higher one wins. The count of `manual_edit` includes decisions that there is no description. */
            layers: components["schemas"]["LayerCounts"];
        };
        /** @description How much of a source is described. */
        DescriptionCoverage: {
            /**
             * Format: uuid
             * @description The source.
             */
            integration_source_id: string;
            integration_source: components["schemas"]["CoverageLevel"];
            database: components["schemas"]["CoverageLevel"];
            table: components["schemas"]["CoverageLevel"];
            column: components["schemas"]["CoverageLevel"];
            saas_object: components["schemas"]["CoverageLevel"];
            saas_field: components["schemas"]["CoverageLevel"];
        };
        /** @description The texts of one layer for a source and what is in it, by names. What has no `description` is not changed. */
        DescriptionFile: {
            /**
             * Format: uuid
             * @description The source; when it is given it must be the one of the request.
             */
            integration_source_id?: string;
            /** @description The layer of the texts; that of people when left out. */
            description_source?: components["schemas"]["DescriptionLayerName"];
            /** @description The text. In `manual_edit`, null records that a person decided there is none; in any other layer, null deletes the text. */
            description?: string | null;
            /** @description The databases by name. */
            databases?: components["schemas"]["DescriptionFileDatabaseMap"] | null;
            /** @description The SaaS objects by API identifier. */
            saas_objects?: components["schemas"]["DescriptionFileObjectMap"] | null;
        };
        /** @description A database. */
        DescriptionFileDatabase: {
            /** @description The text. In `manual_edit`, null records that a person decided there is none; in any other layer, null deletes the text. */
            description?: string | null;
            /** @description The schemas by name. */
            schemas?: components["schemas"]["DescriptionFileSchemaMap"] | null;
            /** @description The tables that are in no schema, by name. */
            tables?: components["schemas"]["DescriptionFileTableMap"] | null;
        };
        /** @description A schema, which has no description. */
        DescriptionFileSchema: {
            /** @description Its tables by name. */
            tables?: components["schemas"]["DescriptionFileTableMap"] | null;
        };
        /** @description A table. */
        DescriptionFileTable: {
            /** @description The text. In `manual_edit`, null records that a person decided there is none; in any other layer, null deletes the text. */
            description?: string | null;
            /** @description Its columns by name. */
            columns?: components["schemas"]["DescriptionFileColumnMap"] | null;
        };
        /** @description A column. */
        DescriptionFileColumn: {
            /** @description The text. In `manual_edit`, null records that a person decided there is none; in any other layer, null deletes the text. */
            description?: string | null;
        };
        /** @description A SaaS object. */
        DescriptionFileObject: {
            /** @description The text. In `manual_edit`, null records that a person decided there is none; in any other layer, null deletes the text. */
            description?: string | null;
            /** @description Its fields by API identifier. */
            fields?: components["schemas"]["DescriptionFileColumnMap"] | null;
        };
        /** @description Databases by name. */
        DescriptionFileDatabaseMap: {
            [key: string]: components["schemas"]["DescriptionFileDatabase"] | null;
        };
        /** @description SaaS objects by API identifier. */
        DescriptionFileObjectMap: {
            [key: string]: components["schemas"]["DescriptionFileObject"] | null;
        };
        /** @description Schemas by name. */
        DescriptionFileSchemaMap: {
            [key: string]: components["schemas"]["DescriptionFileSchema"] | null;
        };
        /** @description Tables by name. */
        DescriptionFileTableMap: {
            [key: string]: components["schemas"]["DescriptionFileTable"] | null;
        };
        /** @description Columns by name, or SaaS fields by API identifier. */
        DescriptionFileColumnMap: {
            [key: string]: components["schemas"]["DescriptionFileColumn"] | null;
        };
        /**
         * @description The change of the layer.
         * @enum {string}
         */
        PlanOperation: "add" | "change" | "remove";
        /** @description The planned change of one text. */
        DescriptionPlanChange: {
            operation: components["schemas"]["PlanOperation"];
            /**
             * Format: uuid
             * @description The resource.
             */
            resource_id: string;
            kind: components["schemas"]["DescribedKind"];
            /** @description The names that lead to it within the source. */
            path: string[];
            /** @description Where the file has it, as a JSON pointer. */
            pointer: string;
            /** @description The text of the layer; null when it has none. */
            before: string | null;
            /** @description The text that it would have. */
            after: string | null;
            /** @description The text that is effective now. */
            effective: string | null;
            /** @description The layer that would win over it. */
            shadowed_by: components["schemas"]["DescriptionLayerName"] | null;
        };
        /** @description Something that the file names and the catalog does not have. */
        DescriptionPlanMissingName: {
            kind: components["schemas"]["DescribedKind"];
            /** @description The names that lead to it within the source. */
            path: string[];
            /** @description Where the file has it, as a JSON pointer. */
            pointer: string;
            /** @description The line of a YAML file. */
            line?: number;
        };
        /** @description What a file would change. */
        DescriptionPlan: {
            /**
             * Format: uuid
             * @description The source.
             */
            integration_source_id: string;
            description_source: components["schemas"]["DescriptionLayerName"];
            /** @description What `apply` takes. */
            hash: string;
            /** @description Texts that are new. */
            added: number;
            /** @description Texts that differ from those in the catalog. */
            changed: number;
            /** @description Texts that would be deleted. */
            removed: number;
            /** @description Texts of the file that are there already. */
            unchanged: number;
            /** @description Names of the file that the catalog does not have; what is in them does not count. */
            not_found: number;
            /** @description The changes for people to read. */
            diff: string;
            /** @description The first 1000 changes, in the order of the file. The counts and the hash are of all. */
            changes: components["schemas"]["DescriptionPlanChange"][];
            /** @description The first 1000 names that the catalog does not have. */
            missing: components["schemas"]["DescriptionPlanMissingName"][];
        };
        /**
         * @description Whether anything was written.
         * @enum {string}
         */
        ApplicationOutcome: "applied" | "nothing_to_do";
        /** @description What a file changed. */
        DescriptionApplication: {
            outcome: components["schemas"]["ApplicationOutcome"];
            /** @description Texts that are new. */
            added: number;
            /** @description Texts that differ from those in the catalog. */
            changed: number;
            /** @description Texts that were deleted. */
            removed: number;
            /** @description Texts of the file that were there already. */
            unchanged: number;
            /** @description Names of the file that the catalog does not have. */
            not_found: number;
            /** @description Texts that were written and are hidden by a higher layer. */
            shadowed: number;
        };
        /** @description A `manifest.json` of dbt. Of its members `metadata`, `nodes` and `sources` are read. */
        DbtManifest: {
            metadata: components["schemas"]["DbtMetadata"];
        } & {
            [key: string]: unknown;
        };
        /** @description What a manifest says of itself. */
        DbtMetadata: {
            /** @description The address of the schema of the manifest, which ends with its version. */
            dbt_schema_version: string;
        } & {
            [key: string]: unknown;
        };
        /** @description How many descriptions of tables or of columns were imported. */
        DbtImportCounts: {
            /** @description Descriptions whose table or column was found. */
            matched: number;
            /** @description Those whose text changed. */
            changed: number;
            /** @description Those that were there already. */
            unchanged: number;
            /** @description Those that a higher layer hides whether they changed or not. */
            shadowed: number;
            /** @description Those that were not written; `problems` says why. */
            not_matched: number;
        };
        /**
         * @description Why something was not written.
         * @enum {string}
         */
        DbtProblemReason: "database_not_found" | "table_not_found" | "column_not_found" | "ambiguous" | "duplicate" | "text_not_allowed";
        /** @description What was not written. A table that is not found stands for its columns, too. */
        DbtImportProblem: {
            /** @description The node or source of the manifest. */
            unique_id: string;
            /** @description Its column; null for the table itself. */
            column: string | null;
            reason: components["schemas"]["DbtProblemReason"];
            /** @description Why, for people. */
            detail: string;
        };
        /** @description The outcome of the import of a manifest. */
        DbtImportResult: {
            /** @description Whether this is only what would become of it, and nothing was written. */
            dry_run: boolean;
            /** @description The version of the manifest, such as `v12`. */
            dbt_schema_version: string;
            tables: components["schemas"]["DbtImportCounts"];
            columns: components["schemas"]["DbtImportCounts"];
            /** @description The first 1000 problems; `not_matched` counts all. */
            problems: components["schemas"]["DbtImportProblem"][];
        };
        /**
         * @description How a relationship is known.
         * @enum {string}
         */
        RelationshipOrigin: "FOREIGN_KEY" | "INFERRED" | "MANUAL";
        /**
         * @description What kind of table it is.
         * @enum {string}
         */
        TableType: "TABLE" | "VIEW" | "MATERIALIZED_VIEW" | "FOREIGN_TABLE";
        /** @description The formats of the values. */
        FormatSignature: {
            [key: string]: unknown;
        };
        /** @description The lengths of the values, in characters; of binary ones, in bytes. */
        LengthStats: {
            [key: string]: unknown;
        };
        /** @description The secrets that a connector needs. For a connector of this server they are as its schema in `ConnectorSettings` says, for any other in whatever form it takes them. They are kept encrypted and are never answered. */
        Credentials: {
            [key: string]: unknown;
        };
        /**
         * @description What a step of the path to a result is. A schema has no id; tables of systems without schemas have no step for it.
         * @enum {string}
         */
        SearchStepKind: "integration_source" | "database" | "schema" | "table" | "column" | "saas_object" | "saas_field";
        /**
         * @description A property whose text is searched.
         * @enum {string}
         */
        SearchedProperty: "name" | "api_identifier" | "description";
        /**
         * @description The outcome for one resource.
         * @enum {string}
         */
        BulkOutcome: "updated" | "not_found";
        /** @description The outcome for one resource. */
        BulkResultItem: {
            /**
             * Format: uuid
             * @description The id of the request.
             */
            id: string;
            status: components["schemas"]["BulkOutcome"];
        };
        /**
         * @description How one check of a connection ended.
         * @enum {string}
         */
        CheckOutcome: "passed" | "failed" | "skipped";
        /** @description One thing that a connection test looked at. */
        ConnectionCheck: {
            /** @description What was looked at. */
            name: string;
            status: components["schemas"]["CheckOutcome"];
            /** @description What was found. */
            detail: string;
            /** @description How long it took, in milliseconds. */
            duration_ms: number;
        };
    };
    responses: {
        /** @description The request cannot be read. */
        MalformedRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The token is missing, or it is not accepted. */
        Unauthorized: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The role of the token is too low. */
        PermissionDenied: {
            headers: {
                "WWW-Authenticate": components["headers"]["WWWAuthenticate"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such organization, or this token has no access to it. */
        OrganizationNotFound: {
            headers: {
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such source, or this token has no access to it. */
        SourceNotFound: {
            headers: {
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such database, or this token has no access to it. */
        DatabaseNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such table, or this token has no access to it. */
        TableNotFound: {
            headers: {
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such column, or this token has no access to it. */
        ColumnNotFound: {
            headers: {
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such relationship, or this token has no access to it. */
        RelationshipNotFound: {
            headers: {
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such SaaS object, or this token has no access to it. */
        SaasObjectNotFound: {
            headers: {
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such SaaS field, or this token has no access to it. */
        SaasFieldNotFound: {
            headers: {
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such SaaS association, or this token has no access to it. */
        SaasAssociationNotFound: {
            headers: {
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It exists already, or the first request with this Idempotency-Key is still running. */
        AlreadyExists: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The name is taken, or the first request with this Idempotency-Key is still running. */
        NameTaken: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The first request with this Idempotency-Key is still running. */
        IdempotencyInProgress: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The resource is not what `If-Match` or `If-None-Match` says, e.g. because it has changed. */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is too large. */
        BodyTooLarge: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is of a media type that the operation does not take, or it is encoded. */
        UnsupportedMediaType: {
            headers: {
                "Accept-Encoding": components["headers"]["AcceptEncoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request is invalid. */
        ValidationFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests. */
        RateLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests, or too many open streams. */
        StreamsLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests, or too many bytes of stored answers. */
        AnswersLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests, too many bytes of stored answers, or too many runs that wait. */
        RunsLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests, too many bytes of stored answers, or too many proposals that wait. */
        ProposalsLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests, too many bytes of stored answers, or too many API tokens. */
        TokensLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests, too many bytes of stored answers, or too many sources. */
        SourcesLimited: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests, or too many connection tests that are running. */
        TooManyConnectionTests: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "RateLimit-Policy": components["headers"]["RateLimitPolicy"];
                RateLimit: components["headers"]["RateLimit"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many requests, or too many uploads of the organization under way. */
        TooManyUploads: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Internal server error; nothing was changed. */
        InternalError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server is busy, the database or the identity provider is unavailable, the transaction was rolled back because of a conflict with another one (deadlock), or the request took too long. */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server takes no more uploads now or is busy, or the database or the identity provider is unavailable. */
        UploadsUnavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The list cannot be read on from this cursor, as changes after it are no longer kept or the database was restored. */
        CursorExpired: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such resource. */
        ResourceNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such resource, or it has no such layer. */
        DescriptionLayerNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such resource, or its description has no such version. */
        DescriptionVersionNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such proposal. */
        DescriptionProposalNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Somebody decided on the proposal already. */
        AlreadyDecided: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such proposed rename. */
        RenameProposalNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Somebody decided on the rename already, or it does not hold any more. */
        RenameNotPossible: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description API token not found, or it belongs to another organization. */
        TokenNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such source, or it has no such run. */
        RunNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such source, or it has no schedule. */
        ScheduleNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The source cannot be introspected as it is, or the first request with this Idempotency-Key is still running. */
        RunRefused: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The run does not wait for an approval. */
        NotWaiting: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The source, or the database to export alone, does not exist, or this token has no access to it. */
        ExportNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The hash is not that of the plan that the file has now. */
        PlanOutdated: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The manifest is of another version of dbt, or not a manifest. */
        DbtManifestRefused: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
    };
    parameters: {
        /** @description The id of the organization. */
        OrganizationId: string;
        /** @description The id of the integration source. */
        SourceId: string;
        /** @description The id of the database. */
        DatabaseId: string;
        /** @description The id of the integration source. */
        IntegrationSourceId: string;
        /** @description The id of the table. */
        TableId: string;
        /** @description The id of the column. */
        ColumnId: string;
        /** @description The id of the relationship. */
        RelationshipId: string;
        /** @description The id of the SaaS object. */
        SaasObjectId: string;
        /** @description The id of the SaaS field. */
        SaasFieldId: string;
        /** @description The id of the SaaS association. */
        SaasAssociationId: string;
        /** @description The name of the database, compared exactly after Unicode normalization (NFC). */
        DatabaseName: string;
        /** @description Whether to answer only what would be written. */
        DryRun: boolean;
        /** @description Only active columns of active tables of active databases, in an active source. */
        ActiveOnly: boolean;
        /** @description Only what is active, as is everything it is in. */
        OnlyActive: boolean;
        /** @description Only those with this status. */
        RelationshipStatusFilter: components["schemas"]["ReviewStatus"];
        /** @description Only those that are known in this way. */
        RelationshipTypeFilter: components["schemas"]["RelationshipOrigin"];
        /** @description Only those from this object. */
        FromObjectFilter: string;
        /** @description Only those to this object. */
        ToObjectFilter: string;
        /** @description Context - the organization the request belongs to. */
        ContextOrganizationId: string;
        /** @description Context - any resource of the catalog, in the same organization. */
        ContextResourceId: string;
        /** @description Context - an integration source, in the same organization. */
        ContextIntegrationSourceId: string;
        /** @description Context - an integration source, in the same organization. */
        ContextSourceId: string;
        /** @description Context - an integration source by its `legacy_data_source_id`. */
        ContextDataSourceId: string;
        /** @description Context - an integration source by its `system_source_id` or its id. */
        ContextSourceReference: string;
        /** @description Context - an introspection run of the same organization. */
        ContextJobId: string;
        /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
        Limit: number;
        /** @description How many changes a page has. */
        ChangesLimit: number;
        /** @description Where the page begins, taken from the `Link` header of the page before. */
        Cursor: string;
        /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
        IfMatch: string;
        /** @description Answer 304 if the resource still has this ETag. */
        IfNoneMatch: string;
        /** @description With `*`, the request creates the resource; if it is there already, the answer is 412. */
        IfNoneMatchAny: "*";
        /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
        IdempotencyKey: string;
        /** @description Properties to return in addition to the required ones. */
        OrganizationFields: components["schemas"]["OrganizationField"][];
        /** @description Properties to return in addition to the required ones. */
        IntegrationSourceFields: components["schemas"]["IntegrationSourceField"][];
        /** @description Properties to return in addition to the required ones. */
        DatabaseFields: components["schemas"]["IntegrationSourceDatabaseField"][];
        /** @description Properties to return in addition to the required ones. */
        TableFields: components["schemas"]["TableField"][];
        /** @description Properties to return in addition to the required ones. */
        ColumnFields: components["schemas"]["ColumnField"][];
        /** @description Properties to return in addition to the required ones. */
        RelationshipFields: components["schemas"]["RelationshipField"][];
        /** @description Properties to return in addition to the required ones. */
        SaasObjectFields: components["schemas"]["SaasObjectField"][];
        /** @description Properties to return in addition to the required ones. */
        SaasFieldFields: components["schemas"]["SaasFieldField"][];
        /** @description Properties to return in addition to the required ones. */
        SaasAssociationFields: components["schemas"]["SaasAssociationField"][];
        /** @description The `cursor` of the last change that is known already. Left out, the list begins with the oldest change that is kept. */
        After: string;
        /** @description Properties to return in addition to the required ones. */
        ChangeFields: components["schemas"]["ChangeField"][];
        /** @description The id of a source, database, table, column, SaaS object or SaaS field. */
        ResourceId: string;
        /** @description The layer. */
        DescriptionSourceInPath: components["schemas"]["DescriptionSource"];
        /** @description The number of a version. */
        DescriptionVersionNumber: number;
        /** @description The id of the proposal. */
        ProposalId: string;
        /** @description Only proposals of this status. */
        ProposalStatusFilter: components["schemas"]["ReviewStatus"];
        /** @description Only proposals for things of this kind. */
        DescribedKindFilter: components["schemas"]["DescribedKind"];
        /** @description Only proposals for this layer. */
        DescriptionSourceFilter: components["schemas"]["DescriptionSource"];
        /** @description Only proposals with at least this confidence. */
        LeastConfidence: number;
        /** @description Only proposals with at most this confidence. */
        GreatestConfidence: number;
        /** @description Only proposals created at this time or later. */
        CreatedAfter: string;
        /** @description Only proposals created before this time. */
        CreatedBefore: string;
        /** @description Properties to return in addition to the required ones. */
        ResourceDescriptionFields: components["schemas"]["ResourceDescriptionField"][];
        /** @description Properties to return in addition to the required ones. */
        DescriptionVersionFields: components["schemas"]["DescriptionVersionField"][];
        /** @description Properties to return in addition to the required ones. */
        DescriptionProposalFields: components["schemas"]["DescriptionProposalField"][];
        /** @description The id of the proposed rename. */
        RenameProposalId: string;
        /** @description Only renames of things of this kind. */
        RenameKindFilter: components["schemas"]["RenameKind"];
        /** @description Properties to return in addition to the required ones. */
        RenameProposalFields: components["schemas"]["RenameProposalField"][];
        /** @description Properties to return in addition to the required ones. */
        StaleDescriptionFields: components["schemas"]["StaleDescriptionField"][];
        /** @description The id of the API token. */
        TokenId: string;
        /** @description Properties to return in addition to the required ones. */
        ApiTokenFields: components["schemas"]["ApiTokenField"][];
        /** @description The id of the run. */
        RunId: string;
        /** @description Properties to return in addition to the required ones. */
        IntrospectionRunFields: components["schemas"]["IntrospectionRunField"][];
        /** @description What to look for. */
        SearchQuery: string;
        /** @description Only results of these kinds. */
        SearchKindFilter: components["schemas"]["SearchKind"][];
        /** @description Only the source with this id and what is in it. `source_id` says where the request belongs and selects nothing. */
        InSourceFilter: string;
        /** @description Only what is active, as is everything it is in. */
        SearchActiveOnly: boolean;
        /** @description How many results there are at most. */
        SearchLimit: number;
        /** @description Properties to return in addition to the required ones. */
        SearchResultFields: components["schemas"]["SearchResultField"][];
        /** @description The layer whose texts the file has to edit. */
        ExportedLayer: "ai_generated" | "manual_edit" | "imported" | "information_schema";
        /** @description Only this database. */
        ExportedDatabase: string;
        /** @description The `hash` of the plan. */
        PlanHash: string;
    };
    requestBodies: never;
    headers: {
        /** @description The version of the resource, for `If-Match` and `If-None-Match`. Its form is not part of the contract. */
        ETag: string;
        /** @description The path of the new resource. */
        Location: string;
        /** @description The next page, as `<url>; rel="next"`. Absent on the last page, and of a whole list. */
        Link: string;
        /**
         * @description Whose transaction is the oldest, for which the feed waits: one of this application, of another session of the same
         *     database, of another database of the same server, or a prepared one. Absent when there is none.
         */
        FeedHeldBy: "sourcebook" | "other_session" | "other_database" | "prepared_transaction";
        /**
         * @description For how many seconds the oldest transaction of the server has run. Changes that were committed since it began may not
         *     be in the list yet. It is measured once a second.
         */
        FeedLag: number;
        /** @description `true` when this is the answer of an earlier request with the same Idempotency-Key. */
        IdempotencyReplayed: "true";
        /** @description How to authenticate (RFC 6750). */
        WWWAuthenticate: string;
        /** @description After how many seconds to try again. */
        RetryAfter: number;
        /** @description The limits of requests, e.g. `"caller";q=6000;w=60, "organization";q=30000;w=60`: so many (`q`) in so many seconds (`w`). */
        RateLimitPolicy: string;
        /** @description Which of these limits it is, what remains of it (`r`), and in how many seconds (`t`) there is more, e.g. `"caller";r=0;t=21`. */
        RateLimit: string;
        /** @description The content encodings that a body may have. */
        AcceptEncoding: string;
        /** @description The events of a run are of this moment alone. */
        CacheControl: "no-store";
        /** @description The layer that wins over the one that was written: the text is kept, and not effective. */
        DescriptionShadowedBy: components["schemas"]["DescriptionSource"];
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listOrganizations: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["OrganizationFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All organizations, or a page of them. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["OrganizationNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createOrganization: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationCreate"];
            };
        };
        responses: {
            /** @description The new organization. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["OrganizationNotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["AnswersLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOrganization: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["OrganizationFields"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the organization. */
                organization_id: components["parameters"]["OrganizationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The organization. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description The representation has not changed since the ETag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["OrganizationNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateOrganization: {
        parameters: {
            query?: {
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the organization. */
                organization_id: components["parameters"]["OrganizationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrganizationUpdate"];
            };
        };
        responses: {
            /** @description The organization after the change. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["OrganizationNotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listConnectors: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All connectors, by `connector_type`. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Connector"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["OrganizationNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    testConnectorSettings: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConnectorSettings"];
            };
        };
        responses: {
            /** @description The result of the test. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectorSettingsTest"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["OrganizationNotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyConnectionTests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listIntegrationSources: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["IntegrationSourceFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All sources, or a page of them. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSource"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["OrganizationNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createIntegrationSource: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntegrationSourceCreate"];
            };
        };
        responses: {
            /** @description The new source. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["OrganizationNotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["SourcesLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIntegrationSource: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["IntegrationSourceFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The source. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSource"];
                };
            };
            /** @description The representation has not changed since the ETag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateIntegrationSource: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntegrationSourceUpdate"];
            };
        };
        responses: {
            /** @description The source after the change. */
            200: {
                headers: {
                    "Description-Shadowed-By": components["headers"]["DescriptionShadowedBy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteIntegrationSource: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The source that was deleted. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSource"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    testIntegrationSourceConnection: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The result of the test. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConnectionTest"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyConnectionTests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listIntegrationSourceDatabases: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["DatabaseFields"];
                /** @description Only what is active, as is everything it is in. */
                active_only?: components["parameters"]["OnlyActive"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All databases, or a page of them. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSourceDatabase"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createIntegrationSourceDatabase: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntegrationSourceDatabaseCreate"];
            };
        };
        responses: {
            /** @description The new database. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSourceDatabase"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            409: components["responses"]["NameTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["AnswersLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIntegrationSourceDatabase: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["DatabaseFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the database. */
                database_id: components["parameters"]["DatabaseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The database. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSourceDatabase"];
                };
            };
            /** @description The representation has not changed since the ETag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["DatabaseNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateIntegrationSourceDatabase: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the database. */
                database_id: components["parameters"]["DatabaseId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntegrationSourceDatabaseUpdate"];
            };
        };
        responses: {
            /** @description The database after the change. */
            200: {
                headers: {
                    "Description-Shadowed-By": components["headers"]["DescriptionShadowedBy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSourceDatabase"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["DatabaseNotFound"];
            409: components["responses"]["NameTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteIntegrationSourceDatabase: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the database. */
                database_id: components["parameters"]["DatabaseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The database that was deleted. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSourceDatabase"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["DatabaseNotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    discoverIntegrationSourceDatabases: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DatabaseDiscoveryRequest"];
            };
        };
        responses: {
            /** @description The databases, or why they could not be listed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DatabaseDiscovery"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyConnectionTests"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putIntegrationSourceDatabaseByName: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description With `*`, the request creates the resource; if it is there already, the answer is 412. */
                "If-None-Match"?: components["parameters"]["IfNoneMatchAny"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The name of the database, compared exactly after Unicode normalization (NFC). */
                name: components["parameters"]["DatabaseName"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntegrationSourceDatabaseByName"];
            };
        };
        responses: {
            /** @description The database that existed already, after the update. */
            200: {
                headers: {
                    "Description-Shadowed-By": components["headers"]["DescriptionShadowedBy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSourceDatabase"];
                };
            };
            /** @description The new database. */
            201: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    Location: components["headers"]["Location"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntegrationSourceDatabase"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putDatabaseSnapshot: {
        parameters: {
            query?: {
                /** @description Whether to answer only what would be written. */
                dry_run?: components["parameters"]["DryRun"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the database. */
                database_id: components["parameters"]["DatabaseId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TableSnapshot"][];
                "application/x-ndjson": string;
            };
        };
        responses: {
            /** @description The outcome. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SnapshotResult"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["DatabaseNotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyUploads"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UploadsUnavailable"];
        };
    };
    listIntegrationSourceTables: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["TableFields"];
                /** @description Only what is active, as is everything it is in. */
                active_only?: components["parameters"]["OnlyActive"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Table"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDatabaseTables: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["TableFields"];
                /** @description Only what is active, as is everything it is in. */
                active_only?: components["parameters"]["OnlyActive"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the database. */
                database_id: components["parameters"]["DatabaseId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Table"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["DatabaseNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createDatabaseTable: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the database. */
                database_id: components["parameters"]["DatabaseId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TableCreate"];
            };
        };
        responses: {
            /** @description The new table. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Table"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["DatabaseNotFound"];
            409: components["responses"]["NameTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["AnswersLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getTable: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["TableFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the table. */
                table_id: components["parameters"]["TableId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Table"];
                };
            };
            /** @description The representation has not changed since the ETag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TableNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateTable: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the table. */
                table_id: components["parameters"]["TableId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TableUpdate"];
            };
        };
        responses: {
            /** @description The table after the change. */
            200: {
                headers: {
                    "Description-Shadowed-By": components["headers"]["DescriptionShadowedBy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Table"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["TableNotFound"];
            409: components["responses"]["NameTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteTable: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the table. */
                table_id: components["parameters"]["TableId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table as it was. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Table"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["TableNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listIntegrationSourceColumns: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["ColumnFields"];
                /** @description Only active columns of active tables of active databases, in an active source. */
                active_only?: components["parameters"]["ActiveOnly"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Column"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listTableColumns: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["ColumnFields"];
                /** @description Only what is active, as is everything it is in. */
                active_only?: components["parameters"]["OnlyActive"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the table. */
                table_id: components["parameters"]["TableId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Column"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["TableNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createTableColumn: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the table. */
                table_id: components["parameters"]["TableId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ColumnCreate"];
            };
        };
        responses: {
            /** @description The new column. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Column"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["TableNotFound"];
            409: components["responses"]["NameTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["AnswersLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getColumn: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["ColumnFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the column. */
                column_id: components["parameters"]["ColumnId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The column. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Column"];
                };
            };
            /** @description The representation has not changed since the ETag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["ColumnNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateColumn: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the column. */
                column_id: components["parameters"]["ColumnId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ColumnUpdate"];
            };
        };
        responses: {
            /** @description The column after the change. */
            200: {
                headers: {
                    "Description-Shadowed-By": components["headers"]["DescriptionShadowedBy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Column"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["ColumnNotFound"];
            409: components["responses"]["NameTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteColumn: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the column. */
                column_id: components["parameters"]["ColumnId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The column as it was. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Column"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["ColumnNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRelationships: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["RelationshipFields"];
                /** @description Only those with this status. */
                status?: components["parameters"]["RelationshipStatusFilter"];
                /** @description Only those that are known in this way. */
                type?: components["parameters"]["RelationshipTypeFilter"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                integration_source_id: components["parameters"]["IntegrationSourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relationship"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createRelationship: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the integration source. */
                integration_source_id: components["parameters"]["IntegrationSourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelationshipCreate"];
            };
        };
        responses: {
            /** @description The new relationship. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relationship"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["AnswersLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    bulkUpdateRelationshipStatus: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelationshipBulkStatus"];
            };
        };
        responses: {
            /** @description The outcome for each item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResult"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRelationship: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["RelationshipFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the relationship. */
                relationship_id: components["parameters"]["RelationshipId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The relationship. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relationship"];
                };
            };
            /** @description The representation has not changed since the ETag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["RelationshipNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateRelationship: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the relationship. */
                relationship_id: components["parameters"]["RelationshipId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RelationshipUpdate"];
            };
        };
        responses: {
            /** @description The relationship after the change. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relationship"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["RelationshipNotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteRelationship: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the relationship. */
                relationship_id: components["parameters"]["RelationshipId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The relationship as it was. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Relationship"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["RelationshipNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDescription: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["ResourceDescriptionFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of a source, database, table, column, SaaS object or SaaS field. */
                resource_id: components["parameters"]["ResourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceDescription"];
                };
            };
            /** @description The description is the one that the client has. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["ResourceNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putDescriptionLayer: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of a source, database, table, column, SaaS object or SaaS field. */
                resource_id: components["parameters"]["ResourceId"];
                /** @description The layer. */
                description_source: components["parameters"]["DescriptionSourceInPath"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DescriptionLayerWrite"];
            };
        };
        responses: {
            /** @description The description as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Description-Shadowed-By": components["headers"]["DescriptionShadowedBy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceDescription"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["ResourceNotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteDescriptionLayer: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of a source, database, table, column, SaaS object or SaaS field. */
                resource_id: components["parameters"]["ResourceId"];
                /** @description The layer. */
                description_source: components["parameters"]["DescriptionSourceInPath"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceDescription"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["DescriptionLayerNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDescriptionVersions: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["DescriptionVersionFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path: {
                /** @description The id of a source, database, table, column, SaaS object or SaaS field. */
                resource_id: components["parameters"]["ResourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptionVersion"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["ResourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    restoreDescriptionVersion: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of a source, database, table, column, SaaS object or SaaS field. */
                resource_id: components["parameters"]["ResourceId"];
                /** @description The number of a version. */
                version: components["parameters"]["DescriptionVersionNumber"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The description as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Description-Shadowed-By": components["headers"]["DescriptionShadowedBy"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResourceDescription"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["DescriptionVersionNotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["AnswersLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createDescriptionProposal: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of a source, database, table, column, SaaS object or SaaS field. */
                resource_id: components["parameters"]["ResourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DescriptionProposalCreate"];
            };
        };
        responses: {
            /** @description The new proposal. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptionProposal"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["ResourceNotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["ProposalsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listDescriptionProposals: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["DescriptionProposalFields"];
                /** @description Only proposals of this status. */
                status?: components["parameters"]["ProposalStatusFilter"];
                /** @description Only proposals for things of this kind. */
                kind?: components["parameters"]["DescribedKindFilter"];
                /** @description Only proposals for this layer. */
                description_source?: components["parameters"]["DescriptionSourceFilter"];
                /** @description Only proposals with at least this confidence. */
                least_confidence?: components["parameters"]["LeastConfidence"];
                /** @description Only proposals with at most this confidence. */
                greatest_confidence?: components["parameters"]["GreatestConfidence"];
                /** @description Only proposals created at this time or later. */
                created_after?: components["parameters"]["CreatedAfter"];
                /** @description Only proposals created before this time. */
                created_before?: components["parameters"]["CreatedBefore"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptionProposal"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["OrganizationNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listIntegrationSourceDescriptionProposals: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["DescriptionProposalFields"];
                /** @description Only proposals of this status. */
                status?: components["parameters"]["ProposalStatusFilter"];
                /** @description Only proposals for things of this kind. */
                kind?: components["parameters"]["DescribedKindFilter"];
                /** @description Only proposals for this layer. */
                description_source?: components["parameters"]["DescriptionSourceFilter"];
                /** @description Only proposals with at least this confidence. */
                least_confidence?: components["parameters"]["LeastConfidence"];
                /** @description Only proposals with at most this confidence. */
                greatest_confidence?: components["parameters"]["GreatestConfidence"];
                /** @description Only proposals created at this time or later. */
                created_after?: components["parameters"]["CreatedAfter"];
                /** @description Only proposals created before this time. */
                created_before?: components["parameters"]["CreatedBefore"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptionProposal"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    bulkDecideDescriptionProposals: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DescriptionProposalBulkStatus"];
            };
        };
        responses: {
            /** @description The outcome for each item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptionProposalBulkResult"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["OrganizationNotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDescriptionProposal: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["DescriptionProposalFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the proposal. */
                proposal_id: components["parameters"]["ProposalId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proposal. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptionProposal"];
                };
            };
            /** @description The proposal is the one that the client has. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["DescriptionProposalNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    decideDescriptionProposal: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the proposal. */
                proposal_id: components["parameters"]["ProposalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DescriptionProposalDecision"];
            };
        };
        responses: {
            /** @description The proposal, decided. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    "Description-Shadowed-By": components["headers"]["DescriptionShadowedBy"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptionProposal"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["DescriptionProposalNotFound"];
            409: components["responses"]["AlreadyDecided"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listStaleDescriptions: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["StaleDescriptionFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaleDescription"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getDescriptionCoverage: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The counts. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptionCoverage"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    exportDescriptions: {
        parameters: {
            query?: {
                /** @description The layer whose texts the file has to edit. */
                description_source?: components["parameters"]["ExportedLayer"];
                /** @description Only this database. */
                database_id?: components["parameters"]["ExportedDatabase"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/yaml": unknown;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["ExportNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    planDescriptions: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DescriptionFile"];
                "application/yaml": components["schemas"]["DescriptionFile"];
            };
        };
        responses: {
            /** @description What it would change. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptionPlan"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyUploads"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UploadsUnavailable"];
        };
    };
    applyDescriptions: {
        parameters: {
            query: {
                /** @description The `hash` of the plan. */
                plan_hash: components["parameters"]["PlanHash"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DescriptionFile"];
                "application/yaml": components["schemas"]["DescriptionFile"];
            };
        };
        responses: {
            /** @description What was changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DescriptionApplication"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            409: components["responses"]["PlanOutdated"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TooManyUploads"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UploadsUnavailable"];
        };
    };
    importDbtDescriptions: {
        parameters: {
            query?: {
                /** @description Whether to answer only what would be written. */
                dry_run?: components["parameters"]["DryRun"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DbtManifest"];
            };
        };
        responses: {
            /** @description The outcome. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DbtImportResult"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["DbtManifestRefused"];
            429: components["responses"]["TooManyUploads"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["UploadsUnavailable"];
        };
    };
    listIntrospectionRuns: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["IntrospectionRunFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntrospectionRun"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createIntrospectionRun: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntrospectionRunCreate"];
            };
        };
        responses: {
            /** @description The run, which waits for a worker. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntrospectionRun"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            409: components["responses"]["RunRefused"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RunsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIntrospectionRun: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["IntrospectionRunFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the run. */
                run_id: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntrospectionRun"];
                };
            };
            /** @description The run is as the client knows it. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["RunNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    cancelIntrospectionRun: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the run. */
                run_id: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntrospectionRun"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["RunNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    approveIntrospectionRun: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the run. */
                run_id: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The run, which waits for a worker again. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntrospectionRun"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["RunNotFound"];
            409: components["responses"]["NotWaiting"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    streamIntrospectionRunEvents: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the run. */
                run_id: components["parameters"]["RunId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The events. */
            200: {
                headers: {
                    "Cache-Control": components["headers"]["CacheControl"];
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["RunNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listRenameProposals: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["RenameProposalFields"];
                /** @description Only proposals of this status. */
                status?: components["parameters"]["ProposalStatusFilter"];
                /** @description Only renames of things of this kind. */
                kind?: components["parameters"]["RenameKindFilter"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenameProposal"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    bulkDecideRenameProposals: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameProposalBulkStatus"];
            };
        };
        responses: {
            /** @description The outcome for each item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenameProposalBulkResult"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRenameProposal: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["RenameProposalFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the proposed rename. */
                rename_proposal_id: components["parameters"]["RenameProposalId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The proposal. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenameProposal"];
                };
            };
            /** @description The proposal is the one that the client has. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["RenameProposalNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    decideRenameProposal: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the proposed rename. */
                rename_proposal_id: components["parameters"]["RenameProposalId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RenameProposalDecision"];
            };
        };
        responses: {
            /** @description The proposal, decided. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RenameProposal"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["RenameProposalNotFound"];
            409: components["responses"]["RenameNotPossible"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIntrospectionSchedule: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntrospectionSchedule"];
                };
            };
            /** @description The schedule is as the client knows it. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["ScheduleNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    putIntrospectionSchedule: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description With `*`, the request creates the resource; if it is there already, the answer is 412. */
                "If-None-Match"?: components["parameters"]["IfNoneMatchAny"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IntrospectionScheduleWrite"];
            };
        };
        responses: {
            /** @description The schedule as it is now. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntrospectionSchedule"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteIntrospectionSchedule: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The schedule as it was. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntrospectionSchedule"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["ScheduleNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listChanges: {
        parameters: {
            query?: {
                /** @description How many changes a page has. */
                limit?: components["parameters"]["ChangesLimit"];
                /** @description The `cursor` of the last change that is known already. Left out, the list begins with the oldest change that is kept. */
                after?: components["parameters"]["After"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["ChangeFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of the changes. */
            200: {
                headers: {
                    "Feed-Held-By": components["headers"]["FeedHeldBy"];
                    "Feed-Lag": components["headers"]["FeedLag"];
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Change"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["OrganizationNotFound"];
            410: components["responses"]["CursorExpired"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listApiTokens: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["ApiTokenFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All tokens, or a page of them. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToken"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["OrganizationNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createApiToken: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ApiTokenCreate"];
            };
        };
        responses: {
            /** @description The new token. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiTokenCreated"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["OrganizationNotFound"];
            409: components["responses"]["IdempotencyInProgress"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["TokensLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getApiToken: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["ApiTokenFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the API token. */
                token_id: components["parameters"]["TokenId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToken"];
                };
            };
            /** @description The representation has not changed since the ETag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["TokenNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    revokeApiToken: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the API token. */
                token_id: components["parameters"]["TokenId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The token, revoked. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiToken"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["TokenNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    searchCatalog: {
        parameters: {
            query: {
                /** @description What to look for. */
                q: components["parameters"]["SearchQuery"];
                /** @description Only results of these kinds. */
                kind?: components["parameters"]["SearchKindFilter"];
                /** @description Only the source with this id and what is in it. `source_id` says where the request belongs and selects nothing. */
                in_source_id?: components["parameters"]["InSourceFilter"];
                /** @description Only what is active, as is everything it is in. */
                active_only?: components["parameters"]["SearchActiveOnly"];
                /** @description How many results there are at most. */
                limit?: components["parameters"]["SearchLimit"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["SearchResultFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
                /** @description Context - an integration source, in the same organization. */
                source_id?: components["parameters"]["ContextSourceId"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The best results, best first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchResult"][];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSaasObjects: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["SaasObjectFields"];
                /** @description Only what is active, as is everything it is in. */
                active_only?: components["parameters"]["OnlyActive"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasObject"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSaasObject: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaasObjectCreate"];
            };
        };
        responses: {
            /** @description The new SaaS object. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasObject"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            409: components["responses"]["NameTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["AnswersLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSaasObject: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["SaasObjectFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the SaaS object. */
                object_id: components["parameters"]["SaasObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The SaaS object. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasObject"];
                };
            };
            /** @description The representation has not changed since the ETag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SaasObjectNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateSaasObject: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the SaaS object. */
                object_id: components["parameters"]["SaasObjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaasObjectUpdate"];
            };
        };
        responses: {
            /** @description The SaaS object after the change. */
            200: {
                headers: {
                    "Description-Shadowed-By": components["headers"]["DescriptionShadowedBy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasObject"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SaasObjectNotFound"];
            409: components["responses"]["NameTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSaasObject: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the SaaS object. */
                object_id: components["parameters"]["SaasObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The SaaS object as it was. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasObject"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SaasObjectNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSaasFields: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["SaasFieldFields"];
                /** @description Only what is active, as is everything it is in. */
                active_only?: components["parameters"]["OnlyActive"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the SaaS object. */
                object_id: components["parameters"]["SaasObjectId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasField"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SaasObjectNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSaasField: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the SaaS object. */
                object_id: components["parameters"]["SaasObjectId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaasFieldCreate"];
            };
        };
        responses: {
            /** @description The new SaaS field. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasField"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SaasObjectNotFound"];
            409: components["responses"]["NameTaken"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["AnswersLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSaasField: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["SaasFieldFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the SaaS object. */
                object_id: components["parameters"]["SaasObjectId"];
                /** @description The id of the SaaS field. */
                field_id: components["parameters"]["SaasFieldId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The SaaS field. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasField"];
                };
            };
            /** @description The representation has not changed since the ETag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SaasFieldNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateSaasField: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the SaaS object. */
                object_id: components["parameters"]["SaasObjectId"];
                /** @description The id of the SaaS field. */
                field_id: components["parameters"]["SaasFieldId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaasFieldUpdate"];
            };
        };
        responses: {
            /** @description The SaaS field after the change. */
            200: {
                headers: {
                    "Description-Shadowed-By": components["headers"]["DescriptionShadowedBy"];
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasField"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SaasFieldNotFound"];
            409: components["responses"]["NameTaken"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSaasField: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the SaaS object. */
                object_id: components["parameters"]["SaasObjectId"];
                /** @description The id of the SaaS field. */
                field_id: components["parameters"]["SaasFieldId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The SaaS field as it was. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasField"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SaasFieldNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    listSaasAssociations: {
        parameters: {
            query?: {
                /** @description How many items a page has. Without `limit` and `cursor` the answer is the whole list; with `cursor` alone, a page of 100 items. */
                limit?: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["SaasAssociationFields"];
                /** @description Only those from this object. */
                from_object_id?: components["parameters"]["FromObjectFilter"];
                /** @description Only those to this object. */
                to_object_id?: components["parameters"]["ToObjectFilter"];
                /** @description Only those with this status. */
                status?: components["parameters"]["RelationshipStatusFilter"];
                /** @description Only those that are known in this way. */
                type?: components["parameters"]["RelationshipTypeFilter"];
                /** @description Only what is active, as is everything it is in. */
                active_only?: components["parameters"]["OnlyActive"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The whole list, or a page of it. */
            200: {
                headers: {
                    Link: components["headers"]["Link"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasAssociation"][];
                    "application/x-ndjson": string;
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SourceNotFound"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["StreamsLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    createSaasAssociation: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
                "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaasAssociationCreate"];
            };
        };
        responses: {
            /** @description The new SaaS association. */
            201: {
                headers: {
                    Location: components["headers"]["Location"];
                    ETag: components["headers"]["ETag"];
                    "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasAssociation"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            409: components["responses"]["AlreadyExists"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["AnswersLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    bulkUpdateSaasAssociationStatus: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaasAssociationBulkStatus"];
            };
        };
        responses: {
            /** @description The outcome for each item. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResult"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SourceNotFound"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getSaasAssociation: {
        parameters: {
            query?: {
                /** @description Properties to return in addition to the required ones. */
                fields?: components["parameters"]["SaasAssociationFields"];
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
                /** @description Answer 304 if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the SaaS association. */
                association_id: components["parameters"]["SaasAssociationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The SaaS association. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasAssociation"];
                };
            };
            /** @description The representation has not changed since the ETag in `If-None-Match`. */
            304: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content?: never;
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            404: components["responses"]["SaasAssociationNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    updateSaasAssociation: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the SaaS association. */
                association_id: components["parameters"]["SaasAssociationId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SaasAssociationUpdate"];
            };
        };
        responses: {
            /** @description The SaaS association after the change. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasAssociation"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SaasAssociationNotFound"];
            409: components["responses"]["AlreadyExists"];
            412: components["responses"]["PreconditionFailed"];
            413: components["responses"]["BodyTooLarge"];
            415: components["responses"]["UnsupportedMediaType"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSaasAssociation: {
        parameters: {
            query?: {
                /** @description Context - the organization the request belongs to. */
                organization_id?: components["parameters"]["ContextOrganizationId"];
                /** @description Context - any resource of the catalog, in the same organization. */
                resource_id?: components["parameters"]["ContextResourceId"];
                /** @description Context - an integration source, in the same organization. */
                integration_source_id?: components["parameters"]["ContextIntegrationSourceId"];
                /** @description Context - an integration source by its `legacy_data_source_id`. */
                data_source_id?: components["parameters"]["ContextDataSourceId"];
                /** @description Context - an integration source by its `system_source_id` or its id. */
                context_source_id?: components["parameters"]["ContextSourceReference"];
                /** @description Context - an introspection run of the same organization. */
                job_id?: components["parameters"]["ContextJobId"];
            };
            header?: {
                /** @description Carry the request out only if the resource still has this ETag, or one of this list. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
                /** @description The id of the SaaS association. */
                association_id: components["parameters"]["SaasAssociationId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The SaaS association as it was. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SaasAssociation"];
                };
            };
            400: components["responses"]["MalformedRequest"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["PermissionDenied"];
            404: components["responses"]["SaasAssociationNotFound"];
            412: components["responses"]["PreconditionFailed"];
            422: components["responses"]["ValidationFailed"];
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
}
