ALTER TABLE "introspection_runs" ADD COLUMN "error_reason" text;--> statement-breakpoint
ALTER TABLE "introspection_runs" ADD COLUMN "error_detail" text;--> statement-breakpoint
-- The schedule of an inactive source is paused: it has no next run.
UPDATE "introspection_schedules" AS schedule SET "next_run_at" = NULL FROM "integration_sources" AS source
WHERE source."organization_id" = schedule."organization_id" AND source."id" = schedule."integration_source_id" AND NOT source."is_active";
--> statement-breakpoint
ALTER TABLE "integration_sources" ADD COLUMN "include_patterns" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "integration_sources" ADD COLUMN "exclude_patterns" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "integration_sources" ADD COLUMN "unprofiled_patterns" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
SELECT keep_changes('integration_sources', 'integration_source', 'organization_id', 'id');
