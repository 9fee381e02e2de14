-- Who acts in this transaction, for triggers of rows that are deleted: such a row names only its last writer. The
-- statement that deletes sets `sourcebook.actor`. A row that is inserted or updated names its writer in `changed_by`,
-- and one statement may write rows of several clients, so triggers of those read `changed_by`.
CREATE OR REPLACE FUNCTION current_actor() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT COALESCE(NULLIF(current_setting('sourcebook.actor', true), ''), 'system') $$;
