CREATE TABLE "missing_resources" (
	"organization_id" uuid NOT NULL,
	"resource_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"integration_source_id" uuid NOT NULL,
	"database_id" uuid NOT NULL,
	"table_id" uuid NOT NULL,
	"since" timestamp (3) with time zone NOT NULL,
	"of_column" uuid GENERATED ALWAYS AS (CASE WHEN kind = 'column' THEN resource_id END) STORED,
	CONSTRAINT "missing_resources_key" PRIMARY KEY("organization_id","resource_id"),
	CONSTRAINT "missing_resources_kind" CHECK ("missing_resources"."kind" IN ('table', 'column')),
	CONSTRAINT "missing_resources_itself" CHECK ("missing_resources"."kind" <> 'table' OR "missing_resources"."resource_id" = "missing_resources"."table_id")
);
--> statement-breakpoint
CREATE TABLE "rename_proposals" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"integration_source_id" uuid NOT NULL,
	"database_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"gone_id" uuid NOT NULL,
	"gone_schema_name" text COLLATE "C",
	"gone_table_name" text COLLATE "C" NOT NULL,
	"gone_column_name" text COLLATE "C",
	"came_id" uuid NOT NULL,
	"came_schema_name" text COLLATE "C",
	"came_table_name" text COLLATE "C" NOT NULL,
	"came_column_name" text COLLATE "C",
	"score" double precision NOT NULL,
	"evidence" jsonb NOT NULL,
	"reasons" text[] NOT NULL,
	"proposed_by" text NOT NULL,
	"status" text DEFAULT 'SUGGESTED' NOT NULL,
	"decided_by" text,
	"decided_at" timestamp (3) with time zone,
	"comment" text,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	"changed_by" text DEFAULT 'system' NOT NULL,
	"gone_table" uuid GENERATED ALWAYS AS (CASE WHEN kind = 'table' THEN gone_id END) STORED,
	"gone_column" uuid GENERATED ALWAYS AS (CASE WHEN kind = 'column' THEN gone_id END) STORED,
	"came_table" uuid GENERATED ALWAYS AS (CASE WHEN kind = 'table' AND status = 'SUGGESTED' THEN came_id END) STORED,
	"came_column" uuid GENERATED ALWAYS AS (CASE WHEN kind = 'column' AND status = 'SUGGESTED' THEN came_id END) STORED,
	CONSTRAINT "rename_proposals_key" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "rename_proposals_kind" CHECK ("rename_proposals"."kind" IN ('table', 'column')),
	CONSTRAINT "rename_proposals_status" CHECK ("rename_proposals"."status" IN ('SUGGESTED', 'APPROVED', 'REJECTED')),
	CONSTRAINT "rename_proposals_score" CHECK ("rename_proposals"."score" BETWEEN 0 AND 1),
	CONSTRAINT "rename_proposals_ends" CHECK ("rename_proposals"."gone_id" <> "rename_proposals"."came_id"),
	CONSTRAINT "rename_proposals_columns" CHECK (("rename_proposals"."kind" = 'column') = ("rename_proposals"."gone_column_name" IS NOT NULL) AND ("rename_proposals"."kind" = 'column') = ("rename_proposals"."came_column_name" IS NOT NULL)),
	CONSTRAINT "rename_proposals_decision" CHECK (("rename_proposals"."status" = 'SUGGESTED') = ("rename_proposals"."decided_by" IS NULL) AND ("rename_proposals"."decided_by" IS NULL) = ("rename_proposals"."decided_at" IS NULL))
);
--> statement-breakpoint
ALTER TABLE "missing_resources" ADD CONSTRAINT "missing_resources_database" FOREIGN KEY ("organization_id","integration_source_id","database_id") REFERENCES "public"."databases"("organization_id","integration_source_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "missing_resources" ADD CONSTRAINT "missing_resources_table" FOREIGN KEY ("organization_id","integration_source_id","table_id") REFERENCES "public"."tables"("organization_id","integration_source_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "missing_resources" ADD CONSTRAINT "missing_resources_column" FOREIGN KEY ("organization_id","of_column") REFERENCES "public"."columns"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rename_proposals" ADD CONSTRAINT "rename_proposals_database" FOREIGN KEY ("organization_id","integration_source_id","database_id") REFERENCES "public"."databases"("organization_id","integration_source_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rename_proposals" ADD CONSTRAINT "rename_proposals_gone_table" FOREIGN KEY ("organization_id","integration_source_id","gone_table") REFERENCES "public"."tables"("organization_id","integration_source_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rename_proposals" ADD CONSTRAINT "rename_proposals_came_table" FOREIGN KEY ("organization_id","integration_source_id","came_table") REFERENCES "public"."tables"("organization_id","integration_source_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rename_proposals" ADD CONSTRAINT "rename_proposals_gone_column" FOREIGN KEY ("organization_id","gone_column") REFERENCES "public"."columns"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rename_proposals" ADD CONSTRAINT "rename_proposals_came_column" FOREIGN KEY ("organization_id","came_column") REFERENCES "public"."columns"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "missing_resources_of_database" ON "missing_resources" USING btree ("organization_id","integration_source_id","database_id","kind");--> statement-breakpoint
CREATE INDEX "missing_resources_of_table" ON "missing_resources" USING btree ("organization_id","integration_source_id","table_id");--> statement-breakpoint
CREATE INDEX "missing_resources_of_column" ON "missing_resources" USING btree ("organization_id","of_column") WHERE "missing_resources"."of_column" IS NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "rename_proposals_gone" ON "rename_proposals" USING btree ("organization_id","gone_id") WHERE "rename_proposals"."status" = 'SUGGESTED';--> statement-breakpoint
CREATE UNIQUE INDEX "rename_proposals_came" ON "rename_proposals" USING btree ("organization_id","came_id") WHERE "rename_proposals"."status" = 'SUGGESTED';--> statement-breakpoint
CREATE INDEX "rename_proposals_of_source" ON "rename_proposals" USING btree ("organization_id","integration_source_id","id");--> statement-breakpoint
CREATE INDEX "rename_proposals_of_database" ON "rename_proposals" USING btree ("organization_id","integration_source_id","database_id","status");--> statement-breakpoint
CREATE INDEX "rename_proposals_of_gone_table" ON "rename_proposals" USING btree ("organization_id","gone_table") WHERE "rename_proposals"."gone_table" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "rename_proposals_of_gone_column" ON "rename_proposals" USING btree ("organization_id","gone_column") WHERE "rename_proposals"."gone_column" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "rename_proposals_of_came_table" ON "rename_proposals" USING btree ("organization_id","came_table") WHERE "rename_proposals"."came_table" IS NOT NULL;--> statement-breakpoint
CREATE INDEX "rename_proposals_of_came_column" ON "rename_proposals" USING btree ("organization_id","came_column") WHERE "rename_proposals"."came_column" IS NOT NULL;--> statement-breakpoint
SELECT keep_changes('rename_proposals', 'rename_proposal', 'organization_id', 'integration_source_id');--> statement-breakpoint
SELECT keep_revisions('rename_proposals');--> statement-breakpoint
-- A relationship follows a column into another table, too.
DROP TRIGGER "relationships_follow_rename" ON "relationships";--> statement-breakpoint
CREATE TRIGGER "relationships_follow_rename" BEFORE UPDATE OF "to_table_id", "to_column_name" ON "relationships"
  FOR EACH ROW WHEN ((OLD.to_table_id, OLD.to_column_name) IS DISTINCT FROM (NEW.to_table_id, NEW.to_column_name))
  EXECUTE FUNCTION "relationships_follow_rename"();
