-- Creates the triggers that write the changes of a table to the change feed. They compare each column by
-- name, which costs far less than to_jsonb. So they must be created again when the table gets another column.
CREATE OR REPLACE FUNCTION keep_changes(of_table regclass, kind text, organization text, source text) RETURNS void
LANGUAGE plpgsql AS $make$
DECLARE
  function_name text := of_table::text || '_changes';
  fields text;
  -- The feed got the deletion of a row when `deleted_at` was set. It does not get later changes of that row.
  present text := CASE WHEN EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = of_table AND attname = 'deleted_at' AND NOT attisdropped
    ) THEN 'deleted_at IS NULL' ELSE 'true' END;
BEGIN
  SELECT string_agg(
    format('CASE WHEN new_row.%1$I IS DISTINCT FROM old_row.%1$I THEN %1$L END', attname), ', ' ORDER BY attname)
  INTO fields FROM pg_attribute
  WHERE attrelid = of_table AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
    -- The use or introspection of a resource is not a change of it.
    AND attname NOT IN ('organization_id', 'id', 'revision', 'created_at', 'updated_at', 'changed_by', 'last_used_at',
      'last_introspected_at', 'is_active_set_by', 'deleted_at');
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
    DECLARE
      organizations uuid[];
      ids uuid[];
      sources uuid[];
      actors text[];
      times timestamptz[];
      changed text[];
    BEGIN
      IF TG_OP = 'INSERT' THEN
        SELECT array_agg(%3$s), array_agg(id), array_agg(%4$s), array_agg(changed_by), array_agg(updated_at)
        INTO organizations, ids, sources, actors, times FROM new_rows;
        INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at)
        SELECT organization, %2$L, resource, source, 'created', actor, occurred
        FROM unnest(organizations, ids, sources, actors, times) AS change (organization, resource, source, actor, occurred);
      ELSIF TG_OP = 'UPDATE' THEN
        SELECT array_agg(new_row.%3$s), array_agg(new_row.id), array_agg(new_row.feed_source),
          array_agg(new_row.changed_by), array_agg(new_row.updated_at), array_agg(fields)
        INTO organizations, ids, sources, actors, times, changed
        FROM (SELECT *, %4$s AS feed_source FROM new_rows WHERE %6$s) AS new_row
          JOIN old_rows AS old_row ON new_row.%3$s = old_row.%3$s AND new_row.id = old_row.id
          CROSS JOIN LATERAL (SELECT concat_ws(',', %5$s)) AS compared (fields)
        WHERE fields <> '';
        IF ids IS NULL THEN RETURN NULL; END IF;
        INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at,
          changed_fields)
        SELECT organization, %2$L, resource, source, 'updated', actor, occurred, string_to_array(fields, ',')
        FROM unnest(organizations, ids, sources, actors, times, changed)
          AS change (organization, resource, source, actor, occurred, fields);
      ELSE
        SELECT array_agg(%3$s), array_agg(id), array_agg(%4$s)
        INTO organizations, ids, sources FROM old_rows WHERE %6$s;
        INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at)
        SELECT organization, %2$L, resource, source, 'deleted', current_actor(),
          date_trunc('milliseconds', statement_timestamp())
        FROM unnest(organizations, ids, sources) AS change (organization, resource, source);
      END IF;
      RETURN NULL;
    END
    $body$
  $function$, function_name, kind, organization, source, fields, present);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', function_name || '_created', of_table, function_name);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER UPDATE ON %s
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', function_name || '_updated', of_table, function_name);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', function_name || '_deleted', of_table, function_name);
END
$make$;
