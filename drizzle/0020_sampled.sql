ALTER TABLE "columns" ADD COLUMN "is_sampled" boolean;--> statement-breakpoint
ALTER TABLE "tables" ADD COLUMN "is_row_count_estimated" boolean;--> statement-breakpoint
ALTER TABLE "tables" ADD COLUMN "is_time_range_sampled" boolean;--> statement-breakpoint
ALTER TABLE "tables" ADD COLUMN "is_sampled" boolean;--> statement-breakpoint
ALTER TABLE "tables" ADD COLUMN "sampled_rows" bigint;--> statement-breakpoint
-- The trigger compares the columns that the table had when it was made.
SELECT keep_changes('tables', 'table', 'organization_id', 'integration_source_id');--> statement-breakpoint
SELECT keep_changes('columns', 'column', 'organization_id', 'integration_source_id');
