CREATE TABLE "databases" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"integration_source_id" uuid NOT NULL,
	"name" text COLLATE "C" NOT NULL,
	"description" text,
	"description_source" text,
	"description_generated_at" timestamp (3) with time zone,
	"description_version" integer DEFAULT 1 NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"priority" integer DEFAULT 99 NOT NULL,
	"last_introspected_at" timestamp (3) with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "databases_key" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "databases_name" UNIQUE("organization_id","integration_source_id","name"),
	CONSTRAINT "databases_name_length" CHECK (char_length("databases"."name") BETWEEN 1 AND 255),
	CONSTRAINT "databases_description_provenance" CHECK (("databases"."description" IS NULL) = ("databases"."description_source" IS NULL) AND ("databases"."description" IS NULL) = ("databases"."description_generated_at" IS NULL)),
	CONSTRAINT "databases_description_source" CHECK ("databases"."description_source" IN ('ai_generated', 'manual_edit', 'imported', 'information_schema')),
	CONSTRAINT "databases_description_version" CHECK ("databases"."description_version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"organization_id" uuid NOT NULL,
	"key" text COLLATE "C" NOT NULL,
	"request_hash" text NOT NULL,
	"answer" jsonb NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_key" PRIMARY KEY("organization_id","key")
);
--> statement-breakpoint
CREATE TABLE "integration_sources" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"source_type" text NOT NULL,
	"connector_type" text NOT NULL,
	"description" text,
	"description_source" text,
	"description_generated_at" timestamp (3) with time zone,
	"description_version" integer DEFAULT 1 NOT NULL,
	"is_system" boolean DEFAULT false NOT NULL,
	"is_sync" boolean DEFAULT false NOT NULL,
	"configuration" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"capabilities" text[] DEFAULT '{}' NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"connection_status" text DEFAULT 'unknown' NOT NULL,
	"last_connection_test" timestamp (3) with time zone,
	"legacy_data_source_id" uuid,
	"system_source_id" uuid,
	"instance_label" text,
	"airbyte_source_id" text,
	"airbyte_connection_id" text,
	"airbyte_connection_ids" text[] DEFAULT '{}' NOT NULL,
	"airbyte_destination_id" text,
	"last_sync_at" timestamp (3) with time zone,
	"last_sync_status" text,
	"last_sync_row_count" bigint,
	"selected_streams" text[] DEFAULT '{}' NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "integration_sources_key" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "integration_sources_name_length" CHECK (char_length("integration_sources"."name") BETWEEN 1 AND 255),
	CONSTRAINT "integration_sources_source_type" CHECK ("integration_sources"."source_type" IN ('database', 'warehouse', 'saas', 'api', 'file')),
	CONSTRAINT "integration_sources_connection_status" CHECK ("integration_sources"."connection_status" IN ('connected', 'failed', 'unknown')),
	CONSTRAINT "integration_sources_description_provenance" CHECK (("integration_sources"."description" IS NULL) = ("integration_sources"."description_source" IS NULL) AND ("integration_sources"."description" IS NULL) = ("integration_sources"."description_generated_at" IS NULL)),
	CONSTRAINT "integration_sources_description_source" CHECK ("integration_sources"."description_source" IN ('ai_generated', 'manual_edit', 'imported', 'information_schema')),
	CONSTRAINT "integration_sources_description_version" CHECK ("integration_sources"."description_version" >= 1)
);
--> statement-breakpoint
CREATE TABLE "organizations" (
	"id" uuid NOT NULL,
	"name" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "organizations_key" PRIMARY KEY("id"),
	CONSTRAINT "organizations_name_length" CHECK (char_length("organizations"."name") BETWEEN 1 AND 255)
);
--> statement-breakpoint
ALTER TABLE "databases" ADD CONSTRAINT "databases_integration_source" FOREIGN KEY ("organization_id","integration_source_id") REFERENCES "public"."integration_sources"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "integration_sources" ADD CONSTRAINT "integration_sources_organization" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "databases_priority" ON "databases" USING btree ("organization_id","integration_source_id","priority","name","id");--> statement-breakpoint
CREATE INDEX "idempotency_keys_expires_at" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "integration_sources_id" ON "integration_sources" USING btree ("id");--> statement-breakpoint
CREATE INDEX "integration_sources_legacy_data_source" ON "integration_sources" USING btree ("organization_id","legacy_data_source_id") WHERE "integration_sources"."legacy_data_source_id" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "integration_sources_system_source" ON "integration_sources" USING btree ("organization_id","system_source_id") WHERE "integration_sources"."system_source_id" IS NOT NULL;