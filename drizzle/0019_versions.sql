ALTER TABLE "introspection_schedules" ADD COLUMN "id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
-- The ETag of a resource is its id and its revision, so a revision rises with every change of its row, whoever makes it and
-- whatever they think of. Triggers are carried out in the order of their names: this one is to be the last that changes a row.
CREATE FUNCTION "raise_revision"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW *<> OLD THEN NEW.revision := OLD.revision + 1; END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION "keep_revisions"(of_table regclass) RETURNS void LANGUAGE plpgsql AS $make$
BEGIN
  EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %s FOR EACH ROW WHEN (NEW.revision = OLD.revision) EXECUTE FUNCTION raise_revision()',
    of_table::text || '_version', of_table);
END
$make$;
--> statement-breakpoint
SELECT keep_revisions(name::regclass) FROM unnest(ARRAY['organizations', 'integration_sources', 'databases', 'tables', 'columns',
  'relationships', 'saas_objects', 'saas_fields', 'saas_associations', 'description_proposals', 'api_tokens',
  'introspection_schedules']) AS kept (name);
