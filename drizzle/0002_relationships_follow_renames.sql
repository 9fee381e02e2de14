-- When a column is renamed, the key of relationships renames it there, too. That is a change of the relationship: its
-- ETag must not stay.
CREATE FUNCTION "relationships_follow_rename"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.revision := OLD.revision + 1;
  NEW.updated_at := date_trunc('milliseconds', now());
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "relationships_follow_rename" BEFORE UPDATE OF "to_column_name" ON "relationships"
  FOR EACH ROW WHEN (OLD.to_column_name IS DISTINCT FROM NEW.to_column_name)
  EXECUTE FUNCTION "relationships_follow_rename"();
