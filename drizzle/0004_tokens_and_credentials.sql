CREATE TABLE "api_tokens" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"hash" text COLLATE "C" NOT NULL,
	"hint" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"role" text NOT NULL,
	"expires_at" timestamp (3) with time zone,
	"last_used_at" timestamp (3) with time zone,
	"revoked_at" timestamp (3) with time zone,
	"created_by" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"changed_by" text DEFAULT 'system' NOT NULL,
	CONSTRAINT "api_tokens_key" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "api_tokens_name_length" CHECK (char_length("api_tokens"."name") BETWEEN 1 AND 255),
	CONSTRAINT "api_tokens_kind" CHECK ("api_tokens"."kind" IN ('person', 'service')),
	CONSTRAINT "api_tokens_role" CHECK ("api_tokens"."role" IN ('ANALYST', 'ORGANIZATION_ADMIN', 'SYSTEM_ADMIN'))
);
--> statement-breakpoint
CREATE TABLE "source_credentials" (
	"organization_id" uuid NOT NULL,
	"integration_source_id" uuid NOT NULL,
	"key_id" text COLLATE "C" NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "source_credentials_key" PRIMARY KEY("organization_id","integration_source_id")
);
--> statement-breakpoint
ALTER TABLE "integration_sources" ADD COLUMN "credentials" integer;--> statement-breakpoint
ALTER TABLE "api_tokens" ADD CONSTRAINT "api_tokens_organization" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source_credentials" ADD CONSTRAINT "source_credentials_integration_source" FOREIGN KEY ("organization_id","integration_source_id") REFERENCES "public"."integration_sources"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "api_tokens_hash" ON "api_tokens" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "api_tokens_id" ON "api_tokens" USING btree ("id");
--> statement-breakpoint
-- As before, but for last_used_at: that a token was used is no change of it.
CREATE OR REPLACE FUNCTION "keep_changes"(of_table regclass, kind text, organization text, source text) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
  keeper text := of_table::text || '_changes';
  fields text;
BEGIN
  SELECT string_agg(format('CASE WHEN new_row.%1$I IS DISTINCT FROM old_row.%1$I THEN %1$L END', attname), ', ' ORDER BY attname)
  INTO fields FROM pg_attribute
  WHERE attrelid = of_table AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    AND attname NOT IN ('organization_id', 'id', 'revision', 'created_at', 'updated_at', 'changed_by', 'last_used_at');
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at)
        SELECT %3$s, %2$L, id, %4$s, 'created', changed_by, updated_at FROM new_rows;
      ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at, changed_fields)
        SELECT new_row.%3$s, %2$L, new_row.id, new_row.feed_source, 'updated', new_row.changed_by, new_row.updated_at, fields
        FROM (SELECT *, %4$s AS feed_source FROM new_rows) AS new_row JOIN old_rows AS old_row ON new_row.%3$s = old_row.%3$s AND new_row.id = old_row.id
          CROSS JOIN LATERAL (SELECT array_remove(ARRAY[%5$s], NULL)) AS compared (fields)
        WHERE cardinality(fields) > 0;
      ELSE
        -- Who deletes is said by the statement, since the rows only know who changed them last.
        INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at)
        SELECT %3$s, %2$L, id, %4$s, 'deleted', COALESCE(NULLIF(current_setting('sourcebook.actor', true), ''), 'system'),
          date_trunc('milliseconds', statement_timestamp()) FROM old_rows;
      END IF;
      RETURN NULL;
    END
    $body$
  $function$, keeper, kind, organization, source, fields);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', keeper || '_created', of_table, keeper);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER UPDATE ON %s REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', keeper || '_updated', of_table, keeper);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', keeper || '_deleted', of_table, keeper);
END
$make$;
--> statement-breakpoint
SELECT keep_changes('integration_sources', 'integration_source', 'organization_id', 'id');--> statement-breakpoint
SELECT keep_changes('api_tokens', 'api_token', 'organization_id', 'NULL::uuid');
