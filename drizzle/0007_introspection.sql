CREATE TABLE "introspection_run_databases" (
	"organization_id" uuid NOT NULL,
	"run_id" uuid NOT NULL,
	"database_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"status" text DEFAULT 'pending' NOT NULL,
	"retirement_approved" boolean DEFAULT false NOT NULL,
	"phase" text,
	"current_object" text,
	"tables_done" integer DEFAULT 0 NOT NULL,
	"tables_expected" integer,
	"columns_done" integer DEFAULT 0 NOT NULL,
	"columns_expected" integer,
	"profiled_done" integer DEFAULT 0 NOT NULL,
	"result" jsonb,
	"error_reason" text,
	"error_detail" text,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	CONSTRAINT "introspection_run_databases_key" PRIMARY KEY("organization_id","run_id","database_id"),
	CONSTRAINT "introspection_run_databases_status" CHECK ("introspection_run_databases"."status" IN ('pending', 'running', 'waiting_for_approval', 'succeeded', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "introspection_runs" (
	"organization_id" uuid NOT NULL,
	"id" uuid NOT NULL,
	"integration_source_id" uuid NOT NULL,
	"status" text DEFAULT 'queued' NOT NULL,
	"dry_run" boolean DEFAULT false NOT NULL,
	"profile" boolean DEFAULT true NOT NULL,
	"requested_by" text NOT NULL,
	"cancel_requested" boolean DEFAULT false NOT NULL,
	"last_turn_at" timestamp (3) with time zone,
	"started_at" timestamp (3) with time zone,
	"finished_at" timestamp (3) with time zone,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "introspection_runs_key" PRIMARY KEY("organization_id","id"),
	CONSTRAINT "introspection_runs_status" CHECK ("introspection_runs"."status" IN ('queued', 'running', 'waiting_for_approval', 'succeeded', 'failed', 'cancelled'))
);
--> statement-breakpoint
CREATE TABLE "introspection_schedules" (
	"organization_id" uuid NOT NULL,
	"integration_source_id" uuid NOT NULL,
	"cron" text NOT NULL,
	"time_zone" text NOT NULL,
	"profile" boolean DEFAULT true NOT NULL,
	"is_active" boolean DEFAULT true NOT NULL,
	"next_run_at" timestamp (3) with time zone,
	"set_by" text NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "introspection_schedules_key" PRIMARY KEY("organization_id","integration_source_id")
);
--> statement-breakpoint
ALTER TABLE "columns" ADD COLUMN "is_active_set_by" text;--> statement-breakpoint
ALTER TABLE "columns" ADD COLUMN "is_profiled" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "tables" ADD COLUMN "is_active_set_by" text;--> statement-breakpoint
ALTER TABLE "tables" ADD COLUMN "is_profiled" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "introspection_run_databases" ADD CONSTRAINT "introspection_run_databases_run" FOREIGN KEY ("organization_id","run_id") REFERENCES "public"."introspection_runs"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "introspection_run_databases" ADD CONSTRAINT "introspection_run_databases_database" FOREIGN KEY ("organization_id","database_id") REFERENCES "public"."databases"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "introspection_runs" ADD CONSTRAINT "introspection_runs_source" FOREIGN KEY ("organization_id","integration_source_id") REFERENCES "public"."integration_sources"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "introspection_schedules" ADD CONSTRAINT "introspection_schedules_source" FOREIGN KEY ("organization_id","integration_source_id") REFERENCES "public"."integration_sources"("organization_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "introspection_run_databases_of_database" ON "introspection_run_databases" USING btree ("organization_id","database_id");--> statement-breakpoint
CREATE INDEX "introspection_runs_of_source" ON "introspection_runs" USING btree ("organization_id","integration_source_id","id");--> statement-breakpoint
CREATE INDEX "introspection_runs_open" ON "introspection_runs" USING btree ("status") WHERE "introspection_runs"."status" IN ('queued', 'running');--> statement-breakpoint
CREATE INDEX "introspection_schedules_due" ON "introspection_schedules" USING btree ("next_run_at");
--> statement-breakpoint
SELECT keep_changes(name::regclass, kind, 'organization_id', 'integration_source_id') FROM (VALUES
  ('databases', 'database'), ('tables', 'table'), ('columns', 'column')) AS kept (name, kind);
