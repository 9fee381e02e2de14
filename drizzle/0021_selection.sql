ALTER TABLE "integration_sources" ADD COLUMN "include_patterns" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "integration_sources" ADD COLUMN "exclude_patterns" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "integration_sources" ADD COLUMN "unprofiled_patterns" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
SELECT keep_changes('integration_sources', 'integration_source', 'organization_id', 'id');
