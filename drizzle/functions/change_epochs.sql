-- Begins a new epoch of the change feed if another server began the last one, since each server numbers its
-- transactions separately; otherwise does nothing. A restore inserts the row of the last epoch again, in
-- another transaction than the one in the row. The two numbers could be equal by chance, so the system
-- identifier is compared, too. SECURITY DEFINER, because only the owner may change a default, and the
-- application may have another role.
CREATE OR REPLACE FUNCTION begin_change_epoch() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET lock_timeout = '10s' AS $$
DECLARE
  here text;
  next integer;
BEGIN
  LOCK TABLE change_epochs IN SHARE ROW EXCLUSIVE MODE;
  BEGIN
    here := (SELECT system_identifier FROM pg_control_system());
  EXCEPTION WHEN insufficient_privilege THEN
    here := NULL;
  END;
  IF EXISTS (
    SELECT FROM change_epochs WHERE epoch = (SELECT max(epoch) FROM change_epochs)
      AND xmin::text::bigint = transaction_id::text::numeric % 4294967296 AND (server = here) IS NOT FALSE
  ) THEN
    RETURN;
  END IF;
  next := COALESCE((SELECT max(epoch) FROM change_epochs), 0) + 1;
  -- Waits for every transaction that has written changes, so the epoch before is complete when the new one
  -- begins.
  EXECUTE format('ALTER TABLE changes ALTER COLUMN epoch SET DEFAULT %s', next);
  INSERT INTO change_epochs (epoch, server) VALUES (next, here);
END
$$;
-- With SECURITY DEFINER the search path must not come from the caller.
ALTER FUNCTION begin_change_epoch() SET search_path FROM CURRENT;
