CREATE TABLE "deletions" (
	"organization_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"integration_source_id" uuid NOT NULL,
	"actor" text NOT NULL,
	"deleted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "deletions_key" PRIMARY KEY("organization_id","resource_id"),
	CONSTRAINT "deletions_kind" CHECK ("deletions"."kind" IN ('integration_source', 'database'))
);
--> statement-breakpoint
ALTER TABLE "databases" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "integration_sources" ADD COLUMN "deleted_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "deletions" ADD CONSTRAINT "deletions_organization" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "deletions_deleted_at" ON "deletions" USING btree ("deleted_at");--> statement-breakpoint--> statement-breakpoint
-- As before, and does not tell what becomes of a row that is deleted: that was told when it was.
CREATE OR REPLACE FUNCTION "keep_changes"(of_table regclass, kind text, organization text, source text) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
  keeper text := of_table::text || '_changes';
  fields text;
  told text := CASE WHEN EXISTS (SELECT FROM pg_attribute WHERE attrelid = of_table AND attname = 'deleted_at' AND NOT attisdropped)
    THEN 'deleted_at IS NULL' ELSE 'true' END;
BEGIN
  SELECT string_agg(format('CASE WHEN new_row.%1$I IS DISTINCT FROM old_row.%1$I THEN %1$L END', attname), ', ' ORDER BY attname)
  INTO fields FROM pg_attribute
  WHERE attrelid = of_table AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    -- That something was used or looked at is no change of it.
    AND attname NOT IN ('organization_id', 'id', 'revision', 'created_at', 'updated_at', 'changed_by', 'last_used_at',
      'last_introspected_at', 'is_active_set_by', 'deleted_at');
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      IF TG_OP = 'INSERT' THEN
        INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at)
        SELECT %3$s, %2$L, id, %4$s, 'created', changed_by, updated_at FROM new_rows;
      ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at, changed_fields)
        SELECT new_row.%3$s, %2$L, new_row.id, new_row.feed_source, 'updated', new_row.changed_by, new_row.updated_at, fields
        FROM (SELECT *, %4$s AS feed_source FROM new_rows WHERE %6$s) AS new_row JOIN old_rows AS old_row ON new_row.%3$s = old_row.%3$s AND new_row.id = old_row.id
          CROSS JOIN LATERAL (SELECT array_remove(ARRAY[%5$s], NULL)) AS compared (fields)
        WHERE cardinality(fields) > 0;
      ELSE
        -- Who deletes is said by the statement, since the rows only know who changed them last.
        INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at)
        SELECT %3$s, %2$L, id, %4$s, 'deleted', COALESCE(NULLIF(current_setting('sourcebook.actor', true), ''), 'system'),
          date_trunc('milliseconds', statement_timestamp()) FROM old_rows WHERE %6$s;
      END IF;
      RETURN NULL;
    END
    $body$
  $function$, keeper, kind, organization, source, fields, told);
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
SELECT keep_changes('databases', 'database', 'organization_id', 'integration_source_id');--> statement-breakpoint
-- What is deleted is gone for everybody from the moment at which `deleted_at` is set, and the feed tells of it then.
CREATE FUNCTION "begin_deletion"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  source uuid := to_jsonb(NEW) ->> TG_ARGV[1];
  actor text := COALESCE(NULLIF(current_setting('sourcebook.actor', true), ''), 'system');
BEGIN
  INSERT INTO deletions (organization_id, resource_id, kind, integration_source_id, actor, deleted_at)
  VALUES (NEW.organization_id, NEW.id, TG_ARGV[0], source, actor, NEW.deleted_at);
  INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at)
  VALUES (NEW.organization_id, TG_ARGV[0], NEW.id, source, 'deleted', actor, NEW.deleted_at);
  -- Secrets go at once, and so does what would begin something by itself.
  DELETE FROM source_credentials WHERE organization_id = NEW.organization_id AND integration_source_id = NEW.id;
  DELETE FROM introspection_schedules WHERE organization_id = NEW.organization_id AND integration_source_id = NEW.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION "end_deletion"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM deletions WHERE organization_id = OLD.organization_id AND resource_id = OLD.id;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "integration_sources_deletion_begins" AFTER UPDATE ON "integration_sources" FOR EACH ROW
  WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION begin_deletion('integration_source', 'id');--> statement-breakpoint
CREATE TRIGGER "integration_sources_deletion_ends" AFTER DELETE ON "integration_sources" FOR EACH ROW
  WHEN (OLD.deleted_at IS NOT NULL) EXECUTE FUNCTION end_deletion();--> statement-breakpoint
CREATE TRIGGER "databases_deletion_begins" AFTER UPDATE ON "databases" FOR EACH ROW
  WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION begin_deletion('database', 'integration_source_id');--> statement-breakpoint
CREATE TRIGGER "databases_deletion_ends" AFTER DELETE ON "databases" FOR EACH ROW
  WHEN (OLD.deleted_at IS NOT NULL) EXECUTE FUNCTION end_deletion();--> statement-breakpoint
-- Another database may have the name at once.
CREATE FUNCTION "free_name"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.name := gen_random_uuid();
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "databases_deletion_frees_name" BEFORE UPDATE ON "databases" FOR EACH ROW
  WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION free_name();--> statement-breakpoint
-- Which is no change of its structure.
DROP TRIGGER "databases_structure" ON "databases";--> statement-breakpoint
CREATE TRIGGER "databases_structure" BEFORE UPDATE ON "databases" FOR EACH ROW
  WHEN (NEW.deleted_at IS NULL AND NEW.name IS DISTINCT FROM OLD.name) EXECUTE FUNCTION compare_own_structure('name');
