ALTER TABLE "saas_associations" DROP CONSTRAINT "saas_associations_ends";--> statement-breakpoint
-- What had no text gets an empty one. Where there is another association with an empty type already, the id tells them apart.
UPDATE "saas_associations" AS untyped SET
  association_type_id = CASE WHEN untyped.association_type_id IS NOT NULL THEN untyped.association_type_id
    WHEN EXISTS (SELECT FROM "saas_associations" AS other
      WHERE other.organization_id = untyped.organization_id AND other.integration_source_id = untyped.integration_source_id
        AND other.from_object_id = untyped.from_object_id AND other.to_object_id = untyped.to_object_id
        AND other.association_category = untyped.association_category AND other.association_type_id = '')
    THEN untyped.id::text ELSE '' END,
  association_label = COALESCE(untyped.association_label, ''),
  revision = untyped.revision + 1, updated_at = date_trunc('milliseconds', now()), changed_by = 'system'
WHERE untyped.association_type_id IS NULL OR untyped.association_label IS NULL;--> statement-breakpoint
-- A type that nobody said is no change of the structure: the texts of machines that fit follow it, as they do in the
-- transaction that wrote them.
UPDATE "description_layers" AS layer SET written_in = pg_current_xact_id() FROM "saas_fields" AS field
WHERE field.data_type IS NULL AND layer.organization_id = field.organization_id
  AND layer.resource_id IN (field.id, field.saas_object_id)
  AND layer.description_source = 'ai_generated' AND layer.stale_reason IS NULL;--> statement-breakpoint
UPDATE "saas_fields" SET data_type = 'unknown',
  revision = revision + 1, updated_at = date_trunc('milliseconds', now()), changed_by = 'system'
WHERE data_type IS NULL;--> statement-breakpoint
ALTER TABLE "saas_associations" ALTER COLUMN "association_type_id" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "saas_associations" ALTER COLUMN "association_label" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "saas_fields" ALTER COLUMN "data_type" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "saas_associations" ADD CONSTRAINT "saas_associations_ends" UNIQUE("organization_id","integration_source_id","from_object_id","to_object_id","association_category","association_type_id");
