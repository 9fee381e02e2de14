CREATE TABLE "change_horizons" (
	"organization_id" uuid NOT NULL,
	"transaction_id" "xid8" NOT NULL,
	"sequence" bigint NOT NULL,
	CONSTRAINT "change_horizons_key" PRIMARY KEY("organization_id")
);
--> statement-breakpoint
CREATE TABLE "changes" (
	"organization_id" uuid NOT NULL,
	"transaction_id" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "changes_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"kind" text NOT NULL,
	"resource_id" uuid NOT NULL,
	"integration_source_id" uuid,
	"operation" text NOT NULL,
	"actor" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"changed_fields" text[] DEFAULT '{}' NOT NULL,
	CONSTRAINT "changes_key" PRIMARY KEY("organization_id","transaction_id","sequence"),
	CONSTRAINT "changes_operation" CHECK ("changes"."operation" IN ('created', 'updated', 'deleted'))
);
--> statement-breakpoint
ALTER TABLE "columns" ADD COLUMN "changed_by" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "databases" ADD COLUMN "changed_by" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "integration_sources" ADD COLUMN "changed_by" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "changed_by" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "relationships" ADD COLUMN "changed_by" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "saas_associations" ADD COLUMN "changed_by" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "saas_fields" ADD COLUMN "changed_by" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "saas_objects" ADD COLUMN "changed_by" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
ALTER TABLE "tables" ADD COLUMN "changed_by" text DEFAULT 'system' NOT NULL;--> statement-breakpoint
CREATE INDEX "changes_occurred_at" ON "changes" USING brin ("occurred_at");--> statement-breakpoint
-- Makes the triggers that write the changes of a table into the feed. To be called again, by a later migration, when the
-- table gets another column: the names of the columns are compared one by one, which costs far less than to_jsonb.
CREATE FUNCTION "keep_changes"(of_table regclass, kind text, organization text, source text) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
  keeper text := of_table::text || '_changes';
  fields text;
BEGIN
  SELECT string_agg(format('CASE WHEN new_row.%1$I IS DISTINCT FROM old_row.%1$I THEN %1$L END', attname), ', ' ORDER BY attname)
  INTO fields FROM pg_attribute
  WHERE attrelid = of_table AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    -- That something was used or looked at is no change of it.
    AND attname NOT IN ('organization_id', 'id', 'revision', 'created_at', 'updated_at', 'changed_by', 'last_used_at',
      'last_introspected_at', 'is_active_set_by');
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
SELECT keep_changes('organizations', 'organization', 'id', 'NULL::uuid');--> statement-breakpoint
SELECT keep_changes('integration_sources', 'integration_source', 'organization_id', 'id');--> statement-breakpoint
SELECT keep_changes(name::regclass, kind, 'organization_id', 'integration_source_id') FROM (VALUES
  ('databases', 'database'), ('tables', 'table'), ('columns', 'column'), ('relationships', 'relationship'),
  ('saas_objects', 'saas_object'), ('saas_fields', 'saas_field'), ('saas_associations', 'saas_association')
) AS kept (name, kind);
--> statement-breakpoint
-- Whoever renames the column changes the relationship.
CREATE OR REPLACE FUNCTION "relationships_follow_rename"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  NEW.updated_at := date_trunc('milliseconds', now());
  NEW.changed_by := COALESCE(NULLIF(current_setting('sourcebook.actor', true), ''), 'system');
  RETURN NEW;
END
$$;
