ALTER TABLE "relationships" DROP CONSTRAINT "relationships_to_column";
--> statement-breakpoint
ALTER TABLE "relationships" ADD CONSTRAINT "relationships_to_column" FOREIGN KEY ("organization_id","integration_source_id","to_table_id","to_column_name") REFERENCES "public"."columns"("organization_id","integration_source_id","table_id","name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
-- From here on the functions and triggers are those of `drizzle/functions` and `drizzle/triggers.sql`, where these are gone.
DROP FUNCTION "relationships_follow_rename"() CASCADE;--> statement-breakpoint
DROP FUNCTION "columns_structure_of_whole"() CASCADE;--> statement-breakpoint
DROP FUNCTION "saas_fields_structure_of_whole"() CASCADE;--> statement-breakpoint
DROP FUNCTION "compare_structure_of_tables"(uuid, uuid, text);--> statement-breakpoint
DROP FUNCTION "compare_structure_of_saas_objects"(uuid, uuid, text);
