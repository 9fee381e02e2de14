-- Updates relationships that reference a column by its name after the column was renamed or moved to another
-- table. A trigger does this because a foreign key with ON UPDATE CASCADE cannot be distributed.
CREATE OR REPLACE FUNCTION relationships_follow_column() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE relationships SET integration_source_id = NEW.integration_source_id, to_table_id = NEW.table_id,
    to_column_name = NEW.name, revision = revision + 1, updated_at = date_trunc('milliseconds', now()),
    changed_by = NEW.changed_by
  WHERE organization_id = OLD.organization_id AND integration_source_id = OLD.integration_source_id
    AND to_table_id = OLD.table_id AND to_column_name = OLD.name;
  RETURN NULL;
END
$$;
