-- For clients a row is deleted as soon as `deleted_at` is set, so the change feed gets the deletion at that
-- time.
CREATE OR REPLACE FUNCTION begin_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  source uuid := to_jsonb(NEW) ->> TG_ARGV[1];
  actor text := current_actor();
BEGIN
  INSERT INTO deletions (organization_id, resource_id, kind, integration_source_id, actor, deleted_at)
  VALUES (NEW.organization_id, NEW.id, TG_ARGV[0], source, actor, NEW.deleted_at);
  INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at)
  VALUES (NEW.organization_id, TG_ARGV[0], NEW.id, source, 'deleted', actor, NEW.deleted_at);
  -- Secrets are deleted at once, and so are schedules, which would start runs.
  DELETE FROM source_credentials WHERE organization_id = NEW.organization_id AND integration_source_id = NEW.id;
  DELETE FROM introspection_schedules WHERE organization_id = NEW.organization_id AND integration_source_id = NEW.id;
  RETURN NULL;
END
$$;

CREATE OR REPLACE FUNCTION end_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM deletions WHERE organization_id = OLD.organization_id AND resource_id = OLD.id;
  RETURN NULL;
END
$$;

-- Creates the triggers that begin and end the deletion of a table's rows.
CREATE OR REPLACE FUNCTION keep_deletions(of_table regclass, kind text, source text) RETURNS void
LANGUAGE plpgsql AS $make$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER UPDATE ON %s FOR EACH ROW
    WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION begin_deletion(%L, %L)',
    of_table::text || '_deletion_begins', of_table, kind, source);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER DELETE ON %s FOR EACH ROW
    WHEN (OLD.deleted_at IS NOT NULL) EXECUTE FUNCTION end_deletion()', of_table::text || '_deletion_ends', of_table);
END
$make$;

-- Replaces the name of a deleted row, so that another row can have the name at once.
CREATE OR REPLACE FUNCTION free_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.name := gen_random_uuid();
  RETURN NEW;
END
$$;
