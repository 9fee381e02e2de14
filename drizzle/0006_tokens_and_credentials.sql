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
SELECT keep_changes('integration_sources', 'integration_source', 'organization_id', 'id');--> statement-breakpoint
SELECT keep_changes('api_tokens', 'api_token', 'organization_id', 'NULL::uuid');
