-- Returns the actor of a deletion, for triggers: the deleted row has only its last writer. The statement that
-- deletes sets `sourcebook.actor`. Triggers of inserts and updates read `changed_by` of each row instead,
-- since one statement may write rows for several clients.
CREATE OR REPLACE FUNCTION current_actor() RETURNS text LANGUAGE sql STABLE AS $$
  SELECT COALESCE(NULLIF(current_setting('sourcebook.actor', true), ''), 'system') $$;
