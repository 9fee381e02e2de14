-- Raises the revision with every change of a row: the ETag of a resource consists of its id and its revision.
CREATE OR REPLACE FUNCTION raise_revision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW *<> OLD THEN NEW.revision := OLD.revision + 1; END IF;
  RETURN NEW;
END
$$;

-- Creates the trigger of a table. Triggers fire in the order of their names; this one fires after all that
-- change the row.
CREATE OR REPLACE FUNCTION keep_revisions(of_table regclass) RETURNS void LANGUAGE plpgsql AS $make$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE UPDATE ON %s FOR EACH ROW
    WHEN (NEW.revision = OLD.revision) EXECUTE FUNCTION raise_revision()', of_table::text || '_version', of_table);
END
$make$;
