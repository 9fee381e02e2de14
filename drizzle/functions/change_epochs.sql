-- Begins a new epoch of the feed when another server began the last one, as its transactions and ours are not numbered in
-- one sequence; otherwise it does nothing. A restore writes the row of the last epoch again, in another transaction than
-- the row names. The system identifier is compared, too, as the two numbers could be equal by chance.
-- It runs with the rights of the owner, who alone may change a default: the application may have another role.
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
  -- Waits for every transaction that has written changes, so all of the epoch before are there when this one begins.
  EXECUTE format('ALTER TABLE changes ALTER COLUMN epoch SET DEFAULT %s', next);
  INSERT INTO change_epochs (epoch, server) VALUES (next, here);
END
$$;
-- What its names mean must not depend on the settings of its caller.
ALTER FUNCTION begin_change_epoch() SET search_path FROM CURRENT;
