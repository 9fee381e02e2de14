-- pg-boss, which woke the workers before, kept its tables in a schema of its own. The schema goes only when it is that one,
-- and when this role may drop it; otherwise it stays, and nothing uses it.
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_catalog.pg_namespace AS namespace
    WHERE nspname = 'queue' AND pg_catalog.pg_has_role(nspowner, 'USAGE')
      AND (SELECT count(*) FROM pg_catalog.pg_class WHERE relnamespace = namespace.oid AND relname IN ('archive', 'job', 'queue', 'schedule', 'subscription', 'version')) = 6
  ) THEN
    DROP SCHEMA queue CASCADE;
  END IF;
END
$$;
