CREATE TABLE "organization_credentials" (
	"organization_id" uuid NOT NULL,
	"key_id" text COLLATE "C" NOT NULL,
	"sealed" "bytea" NOT NULL,
	CONSTRAINT "organization_credentials_key" PRIMARY KEY("organization_id")
);
--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "description" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "is_active" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "default_thread_sharing" text DEFAULT 'private' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "business_ontology" jsonb;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "ontology_version" integer;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "ontology_updated_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "context_modules_config" jsonb;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "data_storage_mode" text DEFAULT 'humm_hosted' NOT NULL;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "customer_s3_bucket" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "customer_s3_region" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "customer_aws_access_key_id" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "customer_aws_secret_access_key" integer;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "customer_iam_role_arn" text;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "entity_definitions_config" jsonb;--> statement-breakpoint
ALTER TABLE "organizations" ADD COLUMN "agent_lab_config" jsonb;--> statement-breakpoint
ALTER TABLE "organization_credentials" ADD CONSTRAINT "organization_credentials_organization" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_default_thread_sharing" CHECK ("organizations"."default_thread_sharing" IN ('private', 'organization'));--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_data_storage_mode" CHECK ("organizations"."data_storage_mode" IN ('humm_hosted', 'customer_hosted'));--> statement-breakpoint
ALTER TABLE "organizations" ADD CONSTRAINT "organizations_ontology_version" CHECK (("organizations"."ontology_version" IS NULL) = ("organizations"."ontology_updated_at" IS NULL));--> statement-breakpoint
SELECT keep_changes('organizations', 'organization', 'id', 'NULL::uuid');
