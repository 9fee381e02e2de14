CREATE TABLE "described_resources" (
	"organization_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"integration_source_id" uuid NOT NULL,
	"version" integer DEFAULT 0 NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"of_integration_source" uuid GENERATED ALWAYS AS (CASE WHEN kind = 'integration_source' THEN resource_id END) STORED,
	"of_database" uuid GENERATED ALWAYS AS (CASE WHEN kind = 'database' THEN resource_id END) STORED,
	"of_table" uuid GENERATED ALWAYS AS (CASE WHEN kind = 'table' THEN resource_id END) STORED,
	"of_column" uuid GENERATED ALWAYS AS (CASE WHEN kind = 'column' THEN resource_id END) STORED,
	"of_saas_object" uuid GENERATED ALWAYS AS (CASE WHEN kind = 'saas_object' THEN resource_id END) STORED,
	"of_saas_field" uuid GENERATED ALWAYS AS (CASE WHEN kind = 'saas_field' THEN resource_id END) STORED,
	CONSTRAINT "described_resources_key" PRIMARY KEY("organization_id","resource_id"),
	CONSTRAINT "described_resources_kind" CHECK ("described_resources"."kind" IN ('integration_source', 'database', 'table', 'column', 'saas_object', 'saas_field')),
	CONSTRAINT "described_resources_version" CHECK ("described_resources"."version" >= 0)
);
--> statement-breakpoint
CREATE TABLE "description_layers" (
	"organization_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"description_source" text NOT NULL,
	"description" text,
	"description_generated_at" timestamp (3) with time zone NOT NULL,
	"author" text NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	"model" text,
	"prompt_version" text,
	"confidence" double precision,
	CONSTRAINT "description_layers_key" PRIMARY KEY("organization_id","resource_id","description_source"),
	CONSTRAINT "description_layers_source" CHECK ("description_layers"."description_source" IN ('ai_generated', 'manual_edit', 'imported', 'information_schema')),
	CONSTRAINT "description_layers_text" CHECK ("description_layers"."description" IS NOT NULL OR "description_layers"."description_source" = 'manual_edit'),
	CONSTRAINT "description_layers_confidence" CHECK ("description_layers"."confidence" BETWEEN 0 AND 1)
);
--> statement-breakpoint
CREATE TABLE "description_proposals" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"integration_source_id" uuid NOT NULL,
	"description_source" text NOT NULL,
	"description" text NOT NULL,
	"model" text,
	"prompt_version" text,
	"confidence" double precision,
	"proposed_by" text NOT NULL,
	"status" text DEFAULT 'SUGGESTED' NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"comment" text,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"changed_by" text DEFAULT 'system' NOT NULL,
	CONSTRAINT "description_proposals_key" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "description_proposals_source" CHECK ("description_proposals"."description_source" IN ('ai_generated', 'manual_edit', 'imported', 'information_schema')),
	CONSTRAINT "description_proposals_kind" CHECK ("description_proposals"."kind" IN ('integration_source', 'database', 'table', 'column', 'saas_object', 'saas_field')),
	CONSTRAINT "description_proposals_status_value" CHECK ("description_proposals"."status" IN ('SUGGESTED', 'APPROVED', 'REJECTED')),
	CONSTRAINT "description_proposals_confidence" CHECK ("description_proposals"."confidence" BETWEEN 0 AND 1),
	CONSTRAINT "description_proposals_decision" CHECK (("description_proposals"."status" = 'SUGGESTED') = ("description_proposals"."decided_by" IS NULL) AND ("description_proposals"."decided_by" IS NULL) = ("description_proposals"."decided_at" IS NULL))
);
--> statement-breakpoint
CREATE TABLE "description_versions" (
	"organization_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"version" integer NOT NULL,
	"previous_version" integer GENERATED ALWAYS AS (NULLIF(version - 1, 0)) STORED,
	"operation" text NOT NULL,
	"description_source" text NOT NULL,
	"description" text,
	"description_generated_at" timestamp (3) with time zone,
	"author" text NOT NULL,
	"occurred_at" timestamp (3) with time zone NOT NULL,
	"model" text,
	"prompt_version" text,
	"confidence" double precision,
	"description_version" integer NOT NULL,
	"is_effective" boolean NOT NULL,
	"restored_version" integer,
	"proposal_id" uuid,
	CONSTRAINT "description_versions_key" PRIMARY KEY("organization_id","resource_id","version"),
	CONSTRAINT "description_versions_operation" CHECK ("description_versions"."operation" IN ('written', 'removed', 'restored', 'approved', 'reordered')),
	CONSTRAINT "description_versions_source" CHECK ("description_versions"."description_source" IN ('ai_generated', 'manual_edit', 'imported', 'information_schema')),
	CONSTRAINT "description_versions_version" CHECK ("description_versions"."version" >= 1),
	CONSTRAINT "description_versions_text" CHECK ("description_versions"."description" IS NOT NULL OR "description_versions"."operation" = 'removed' OR "description_versions"."description_source" = 'manual_edit')
);
--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "description_precedence" text[] DEFAULT '{"manual_edit","imported","information_schema","ai_generated"}' NOT NULL;--> statement-breakpoint
ALTER TABLE "described_resources" ADD CONSTRAINT "described_resources_integration_source" FOREIGN KEY ("organization_id","of_integration_source") REFERENCES "public"."integration_sources"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "described_resources" ADD CONSTRAINT "described_resources_database" FOREIGN KEY ("organization_id","of_database") REFERENCES "public"."databases"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "described_resources" ADD CONSTRAINT "described_resources_table" FOREIGN KEY ("organization_id","of_table") REFERENCES "public"."tables"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "described_resources" ADD CONSTRAINT "described_resources_column" FOREIGN KEY ("organization_id","of_column") REFERENCES "public"."columns"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "described_resources" ADD CONSTRAINT "described_resources_saas_object" FOREIGN KEY ("organization_id","of_saas_object") REFERENCES "public"."saas_objects"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "described_resources" ADD CONSTRAINT "described_resources_saas_field" FOREIGN KEY ("organization_id","of_saas_field") REFERENCES "public"."saas_fields"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "description_layers" ADD CONSTRAINT "description_layers_resource" FOREIGN KEY ("organization_id","resource_id") REFERENCES "public"."described_resources"("organization_id","resource_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "description_proposals" ADD CONSTRAINT "description_proposals_resource" FOREIGN KEY ("organization_id","resource_id") REFERENCES "public"."described_resources"("organization_id","resource_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "description_versions" ADD CONSTRAINT "description_versions_resource" FOREIGN KEY ("organization_id","resource_id") REFERENCES "public"."described_resources"("organization_id","resource_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "description_versions" ADD CONSTRAINT "description_versions_previous" FOREIGN KEY ("organization_id","resource_id","previous_version") REFERENCES "public"."description_versions"("organization_id","resource_id","version") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "described_resources_of_source" ON "described_resources" USING btree ("organization_id","integration_source_id","kind","resource_id");--> statement-breakpoint
CREATE INDEX "described_resources_of_integration_source" ON "described_resources" USING btree ("organization_id","of_integration_source") WHERE "described_resources"."of_integration_source" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "described_resources_of_database" ON "described_resources" USING btree ("organization_id","of_database") WHERE "described_resources"."of_database" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "described_resources_of_table" ON "described_resources" USING btree ("organization_id","of_table") WHERE "described_resources"."of_table" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "described_resources_of_column" ON "described_resources" USING btree ("organization_id","of_column") WHERE "described_resources"."of_column" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "described_resources_of_saas_object" ON "described_resources" USING btree ("organization_id","of_saas_object") WHERE "described_resources"."of_saas_object" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "described_resources_of_saas_field" ON "described_resources" USING btree ("organization_id","of_saas_field") WHERE "described_resources"."of_saas_field" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "description_proposals_of_resource" ON "description_proposals" USING btree ("organization_id","resource_id");--> statement-breakpoint
CREATE INDEX "description_proposals_of_source" ON "description_proposals" USING btree ("organization_id","integration_source_id","status","id");--> statement-breakpoint
CREATE INDEX "description_proposals_status" ON "description_proposals" USING btree ("organization_id","status","id");--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_description_precedence" CHECK (cardinality("organizations"."description_precedence") = 4 AND "organizations"."description_precedence" @> ARRAY['manual_edit', 'imported', 'information_schema', 'ai_generated']);--> statement-breakpoint
-- The version of a description rises by one when its text changes, and only then, whoever writes it.
CREATE FUNCTION "refuse_description_version"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'description_version_step', TABLE = TG_TABLE_NAME,
    MESSAGE = 'description_version must rise by one with every change of the description, and only then';
END
$$;
--> statement-breakpoint
-- A layer that does not win changes nothing of its resource: the feed tells of it by the history.
CREATE FUNCTION "description_versions_changes"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at, changed_fields)
  SELECT organization_id, kind, resource_id, integration_source_id, 'updated', author, occurred_at, '{description_layers}'
  FROM new_rows JOIN described_resources USING (organization_id, resource_id) WHERE NOT is_effective;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "description_versions_changes_created" AFTER INSERT ON "description_versions" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "description_versions_changes"();
--> statement-breakpoint
-- Makes the triggers that begin the layers and the history of a table's new rows, and does so for the rows there are.
CREATE FUNCTION "keep_descriptions"(of_table regclass, kind text, source text) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
  keeper text := of_table::text || '_descriptions';
  statements text := $statements$
    INSERT INTO described_resources (organization_id, resource_id, kind, integration_source_id, version)
    SELECT organization_id, id, %2$L, %3$s, 1 FROM %4$s WHERE description IS NOT NULL;
    INSERT INTO description_layers (organization_id, resource_id, description_source, description, description_generated_at,
      author, written_at)
    SELECT organization_id, id, description_source, description, description_generated_at, changed_by, updated_at
    FROM %4$s WHERE description IS NOT NULL;
    INSERT INTO description_versions (organization_id, resource_id, version, operation, description_source, description,
      description_generated_at, author, occurred_at, description_version, is_effective)
    SELECT organization_id, id, 1, 'written', description_source, description, description_generated_at, changed_by, updated_at,
      description_version, true FROM %4$s WHERE description IS NOT NULL;
  $statements$;
BEGIN
  EXECUTE format($function$
    CREATE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      IF EXISTS (SELECT FROM new_rows WHERE description IS NOT NULL) THEN
        $function$ || statements || $function$
      END IF;
      RETURN NULL;
    END
    $body$
  $function$, keeper, kind, source, 'new_rows');
  EXECUTE format('CREATE TRIGGER %I AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', keeper, of_table, keeper);
  EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %s FOR EACH ROW
    WHEN (NEW.description_version <> OLD.description_version + (NEW.description IS DISTINCT FROM OLD.description)::integer)
    EXECUTE FUNCTION refuse_description_version()', of_table::text || '_description_version_step', of_table);
  EXECUTE format('DO $body$ BEGIN ' || statements || ' END $body$', keeper, kind, source, of_table);
END
$make$;
--> statement-breakpoint
SELECT keep_descriptions('integration_sources', 'integration_source', 'id');
--> statement-breakpoint
SELECT keep_descriptions(name::regclass, kind, 'integration_source_id') FROM (VALUES
  ('databases', 'database'), ('tables', 'table'), ('columns', 'column'), ('saas_objects', 'saas_object'), ('saas_fields', 'saas_field')
) AS kept (name, kind);
--> statement-breakpoint
SELECT keep_changes('organizations', 'organization', 'id', 'NULL::uuid');
--> statement-breakpoint
SELECT keep_changes('description_proposals', 'description_proposal', 'organization_id', 'integration_source_id');
