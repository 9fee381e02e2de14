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
         * @description Makes a new, empty organization.
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
         * @description Deletes the source with everything in it and answers with what it was.
         */
        delete: operations["deleteIntegrationSource"];
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
         * @description The databases of one source by `priority`, then `name`, then `id`: the order in which introspection takes them.
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
         * @description Deletes the database with everything in it and answers with what it was.
         */
        delete: operations["deleteIntegrationSourceDatabase"];
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
         * @enum {string|null}
         */
        DescriptionSource: "ai_generated" | "manual_edit" | "imported" | "information_schema" | null;
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
        /** @description A tenant. */
        Organization: {
            /**
             * Format: uuid
             * @description A UUID, version 7.
             */
            id: string;
            /** @description The name, for people. */
            name: string;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
        };
        /** @description A new organization. */
        OrganizationCreate: {
            /** @description The name, for people. */
            name: string;
        };
        /** @description The fields of an organization to change. */
        OrganizationUpdate: {
            /** @description The name, for people. */
            name?: string;
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
            /** @description The connector, e.g. `postgresql` or `bigquery`. */
            connector_type: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"];
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
            /** @description Whether the source belongs to the platform and not to the organization. */
            is_system?: boolean;
            /** @description Whether the source is filled by a sync. */
            is_sync?: boolean;
            /** @description The settings of the connector, without secrets. */
            configuration?: {
                [key: string]: unknown;
            };
            /** @description What the connector can do. */
            capabilities?: string[];
            /** @description Whether the source is in use. */
            is_active?: boolean;
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
            /** @description Whether credentials are kept for the source. They are never answered. */
            has_credentials?: boolean;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed.
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
            /** @description The name, for people. */
            name: string;
            source_type: components["schemas"]["SourceType"];
            /** @description The connector, e.g. `postgresql` or `bigquery`. */
            connector_type: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"];
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /**
             * @description Whether the source belongs to the platform and not to the organization.
             * @default false
             */
            is_system: boolean;
            /**
             * @description Whether the source is filled by a sync.
             * @default false
             */
            is_sync: boolean;
            /**
             * @description The settings of the connector, without secrets.
             * @default {}
             */
            configuration: {
                [key: string]: unknown;
            };
            /**
             * @description What the connector can do.
             * @default []
             */
            capabilities: string[];
            /**
             * @description Whether the source is in use.
             * @default true
             */
            is_active: boolean;
            /**
             * @description How the last connection test ended.
             * @default unknown
             * @enum {string}
             */
            connection_status: "connected" | "failed" | "unknown";
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
            /**
             * @description The connections in Airbyte.
             * @default []
             */
            airbyte_connection_ids: string[];
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
            /**
             * @description The streams that a sync takes.
             * @default []
             */
            selected_streams: string[];
        };
        /** @description The fields of a source to change. */
        IntegrationSourceUpdate: {
            /** @description The name, for people. */
            name?: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            description_source?: components["schemas"]["DescriptionSource"];
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
            /** @description The settings of the connector, without secrets. */
            configuration?: {
                [key: string]: unknown;
            };
            /** @description What the connector can do. */
            capabilities?: string[];
            /** @description Whether the source is in use. */
            is_active?: boolean;
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
            /** @description Whether introspection covers it. */
            is_active?: boolean;
            /**
             * Format: int32
             * @description The order of introspection; lower is processed first.
             */
            priority?: number;
            description_source?: components["schemas"]["DescriptionSource"];
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
            /**
             * Format: date-time
             * @description When introspection last listed it.
             */
            last_introspected_at?: string | null;
            /**
             * Format: date-time
             * @description When it was made.
             */
            created_at: string;
            /**
             * Format: date-time
             * @description When it was last changed.
             */
            updated_at: string;
        };
        /** @description A new database. */
        IntegrationSourceDatabaseCreate: {
            /** @description The name of the database, e.g. the project for BigQuery. */
            name: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            /**
             * @description Whether introspection covers it.
             * @default true
             */
            is_active: boolean;
            /**
             * Format: int32
             * @description The order of introspection; lower is processed first.
             * @default 99
             */
            priority: number;
            description_source?: components["schemas"]["DescriptionSource"];
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
        };
        /** @description The fields of a database to change. */
        IntegrationSourceDatabaseUpdate: {
            /** @description The name of the database, e.g. the project for BigQuery. */
            name?: string;
            /** @description What the thing is and what to know before using it. */
            description?: string | null;
            /** @description Whether introspection covers it. */
            is_active?: boolean;
            /**
             * Format: int32
             * @description The order of introspection; lower is processed first.
             */
            priority?: number;
            description_source?: components["schemas"]["DescriptionSource"];
            /**
             * Format: date-time
             * @description When the description was last modified.
             */
            description_generated_at?: string | null;
        };
        /**
         * @description What happened, for programs. Each code has a page at `/docs/problems/<code>`.
         * @enum {string}
         */
        ProblemCode: "malformed_url" | "malformed_request" | "invalid_json" | "authentication_required" | "invalid_token" | "permission_denied" | "route_not_found" | "organization_not_found" | "source_not_found" | "database_not_found" | "method_not_allowed" | "name_taken" | "idempotency_in_progress" | "precondition_failed" | "body_too_large" | "unsupported_media_type" | "validation_failed" | "idempotency_key_reused" | "organization_required" | "rate_limited" | "internal_error" | "database_unavailable" | "identity_provider_unavailable";
        /** @description One place where a request does not match the contract. */
        ValidationIssue: {
            /** @description The place as a JSON pointer (RFC 6901) into the body, or into the parameters by their name. */
            pointer: string;
            /** @description The place as FastAPI writes it, beginning with `body`, `query`, `path` or `header`. Indexes of arrays are written in decimal. */
            loc: string[];
            /** @description What is wrong, for people. */
            msg: string;
            /** @description What is wrong, for programs, e.g. `missing` or `string_type`. */
            type: string;
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
            /** @description Where the request does not match the contract. */
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
        OrganizationField: "id" | "name" | "created_at" | "updated_at";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        IntegrationSourceField: "id" | "organization_id" | "name" | "source_type" | "connector_type" | "description" | "description_source" | "description_generated_at" | "description_version" | "is_system" | "is_sync" | "configuration" | "capabilities" | "is_active" | "connection_status" | "last_connection_test" | "legacy_data_source_id" | "system_source_id" | "instance_label" | "airbyte_source_id" | "airbyte_connection_id" | "airbyte_connection_ids" | "airbyte_destination_id" | "last_sync_at" | "last_sync_status" | "last_sync_row_count" | "selected_streams" | "has_credentials" | "created_at" | "updated_at";
        /**
         * @description The name of a property.
         * @enum {string}
         */
        IntegrationSourceDatabaseField: "id" | "integration_source_id" | "name" | "description" | "is_active" | "priority" | "description_source" | "description_generated_at" | "description_version" | "last_introspected_at" | "created_at" | "updated_at";
    };
    responses: {
        /** @description The request can not be read. */
        MalformedRequest: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no token, or it is not accepted. */
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
        /** @description There is no such organization for this token. */
        OrganizationNotFound: {
            headers: {
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such source for this token. */
        SourceNotFound: {
            headers: {
                "Idempotency-Replayed": components["headers"]["IdempotencyReplayed"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description There is no such database for this token. */
        DatabaseNotFound: {
            headers: {
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
        /** @description The resource has changed since the ETag in `If-Match`. */
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
        /** @description The body is not plain `application/json`. */
        UnsupportedMediaType: {
            headers: {
                "Accept-Encoding": components["headers"]["AcceptEncoding"];
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The request does not match the contract. */
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
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The server made a mistake; nothing was changed. */
        InternalError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The database or the identity provider is away. */
        Unavailable: {
            headers: {
                "Retry-After": components["headers"]["RetryAfter"];
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
        /** @description How many items a page has. */
        Limit: number;
        /** @description Where the page begins, taken from the `Link` header of the page before. */
        Cursor: string;
        /** @description Carry the request out only if the resource still has this ETag. */
        IfMatch: string;
        /** @description Answer 304 if the resource still has this ETag. */
        IfNoneMatch: string;
        /** @description Makes a retry safe. One key stands for one request, for 24 hours. */
        IdempotencyKey: string;
        /** @description The properties to answer with, beside the required ones. */
        OrganizationFields: components["schemas"]["OrganizationField"][];
        /** @description The properties to answer with, beside the required ones. */
        IntegrationSourceFields: components["schemas"]["IntegrationSourceField"][];
        /** @description The properties to answer with, beside the required ones. */
        DatabaseFields: components["schemas"]["IntegrationSourceDatabaseField"][];
    };
    requestBodies: never;
    headers: {
        /** @description The version of the resource, for `If-Match` and `If-None-Match`. */
        ETag: string;
        /** @description The path of the new resource. */
        Location: string;
        /** @description The next page, as `<url>; rel="next"`. Absent on the last page. */
        Link: string;
        /** @description `true` when this is the answer of an earlier request with the same Idempotency-Key. */
        IdempotencyReplayed: "true";
        /** @description How to authenticate (RFC 6750). */
        WWWAuthenticate: string;
        /** @description After how many seconds to try again. */
        RetryAfter: number;
        /** @description The content encodings that a body may have. */
        AcceptEncoding: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listOrganizations: {
        parameters: {
            query: {
                /** @description How many items a page has. */
                limit: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description The properties to answer with, beside the required ones. */
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
            /** @description A page of organizations. */
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
            429: components["responses"]["RateLimited"];
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
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getOrganization: {
        parameters: {
            query?: {
                /** @description The properties to answer with, beside the required ones. */
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
                /** @description Carry the request out only if the resource still has this ETag. */
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
    listIntegrationSources: {
        parameters: {
            query: {
                /** @description How many items a page has. */
                limit: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description The properties to answer with, beside the required ones. */
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
            /** @description A page of sources. */
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
            429: components["responses"]["RateLimited"];
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
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIntegrationSource: {
        parameters: {
            query?: {
                /** @description The properties to answer with, beside the required ones. */
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
                /** @description Carry the request out only if the resource still has this ETag. */
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
                /** @description Carry the request out only if the resource still has this ETag. */
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
    listIntegrationSourceDatabases: {
        parameters: {
            query: {
                /** @description How many items a page has. */
                limit: components["parameters"]["Limit"];
                /** @description Where the page begins, taken from the `Link` header of the page before. */
                cursor?: components["parameters"]["Cursor"];
                /** @description The properties to answer with, beside the required ones. */
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
            header?: never;
            path: {
                /** @description The id of the integration source. */
                source_id: components["parameters"]["SourceId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A page of databases. */
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
            429: components["responses"]["RateLimited"];
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
            429: components["responses"]["RateLimited"];
            500: components["responses"]["InternalError"];
            503: components["responses"]["Unavailable"];
        };
    };
    getIntegrationSourceDatabase: {
        parameters: {
            query?: {
                /** @description The properties to answer with, beside the required ones. */
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
                /** @description Carry the request out only if the resource still has this ETag. */
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
                /** @description Carry the request out only if the resource still has this ETag. */
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
}
