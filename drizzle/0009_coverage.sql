ALTER TABLE "description_layers" ADD COLUMN "kind" text;--> statement-breakpoint
ALTER TABLE "description_layers" ADD COLUMN "integration_source_id" uuid;--> statement-breakpoint
UPDATE "description_layers" AS layer SET kind = resource.kind, integration_source_id = resource.integration_source_id
FROM described_resources AS resource
WHERE resource.organization_id = layer.organization_id AND resource.resource_id = layer.resource_id;--> statement-breakpoint
ALTER TABLE "description_layers" ALTER COLUMN "kind" SET NOT NULL, ALTER COLUMN "integration_source_id" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "columns_described" ON "columns" USING btree ("organization_id","integration_source_id","description_source");--> statement-breakpoint
CREATE INDEX "columns_stale" ON "columns" USING btree ("organization_id","integration_source_id") WHERE "columns"."description_stale_reason" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "description_layers_of_source" ON "description_layers" USING btree ("organization_id","integration_source_id","kind","description_source");--> statement-breakpoint
CREATE INDEX "saas_fields_described" ON "saas_fields" USING btree ("organization_id","integration_source_id","description_source");--> statement-breakpoint
CREATE INDEX "saas_fields_stale" ON "saas_fields" USING btree ("organization_id","integration_source_id") WHERE "saas_fields"."description_stale_reason" IS NOT NULL;
--> statement-breakpoint
-- As before, and says of each layer what it is of.
CREATE OR REPLACE FUNCTION "keep_descriptions"(of_table regclass, kind text, source text) RETURNS void LANGUAGE plpgsql AS $make$
BEGIN
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      IF EXISTS (SELECT FROM new_rows WHERE description IS NOT NULL) THEN
        INSERT INTO described_resources (organization_id, resource_id, kind, integration_source_id, version)
        SELECT organization_id, id, %2$L, %3$s, 1 FROM new_rows WHERE description IS NOT NULL;
        INSERT INTO description_layers (organization_id, resource_id, kind, integration_source_id, description_source, description,
          description_generated_at, author, written_at)
        SELECT organization_id, id, %2$L, %3$s, description_source, description, description_generated_at, changed_by, updated_at
        FROM new_rows WHERE description IS NOT NULL;
        INSERT INTO description_versions (organization_id, resource_id, version, operation, description_source, description,
          description_generated_at, author, occurred_at, description_version, is_effective)
        SELECT organization_id, id, 1, 'written', description_source, description, description_generated_at, changed_by, updated_at,
          description_version, true FROM new_rows WHERE description IS NOT NULL;
      END IF;
      RETURN NULL;
    END
    $body$
  $function$, of_table::text || '_descriptions', kind, source);
END
$make$;
--> statement-breakpoint
SELECT keep_descriptions('integration_sources', 'integration_source', 'id');
--> statement-breakpoint
SELECT keep_descriptions(name::regclass, kind, 'integration_source_id') FROM (VALUES
  ('databases', 'database'), ('tables', 'table'), ('columns', 'column'), ('saas_objects', 'saas_object'), ('saas_fields', 'saas_field')
) AS kept (name, kind);
