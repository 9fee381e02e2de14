-- Creates the function that stores the current structure with a generated description, so that later changes can
-- make the description stale. The tables are those of all described resources; one of them has the id.
CREATE OR REPLACE FUNCTION keep_fingerprints(VARIADIC tables text[]) RETURNS void LANGUAGE plpgsql AS $make$
BEGIN
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION description_layers_fingerprint() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      NEW.written_in := pg_current_xact_id();
      NEW.stale_reason := NULL;
      NEW.stale_since := NULL;
      SELECT structure INTO NEW.fingerprint FROM (%s) AS resource (structure);
      RETURN NEW;
    END
    $body$
  $function$, (
    SELECT string_agg(format(
      'SELECT structure_of(%1$I) FROM %1$I WHERE organization_id = NEW.organization_id AND id = NEW.resource_id',
      name), ' UNION ALL ') FROM unnest(tables) AS name));
END
$make$;

-- Compares a structure with the one for which the description was generated, and returns why the description
-- is stale, or null. Changes in the transaction that wrote the description do not make it stale, since a
-- crawler writes a table, with its description, before the columns.
CREATE OR REPLACE FUNCTION compare_structure(organization uuid, resource uuid, structure text, reason text) RETURNS text
LANGUAGE sql AS $$
  UPDATE description_layers AS layer SET
    fingerprint = CASE WHEN written_in = pg_current_xact_id() THEN structure ELSE fingerprint END,
    stale_reason = fits.reason,
    stale_since = CASE WHEN fits.reason IS NOT NULL
      THEN COALESCE(stale_since, date_trunc('milliseconds', statement_timestamp())) END
  FROM (SELECT CASE WHEN written_in = pg_current_xact_id() OR fingerprint = structure THEN NULL
      ELSE left(concat_ws('; ', stale_reason, reason), 2000) END AS reason
    FROM description_layers
    WHERE organization_id = organization AND resource_id = resource AND description_source = 'ai_generated') AS fits
  WHERE layer.organization_id = organization AND layer.resource_id = resource
    AND layer.description_source = 'ai_generated'
  RETURNING fits.reason $$;

-- Compares the structure of a row with its own description. The arguments of the trigger are the columns of
-- the structure.
CREATE OR REPLACE FUNCTION compare_own_structure() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  reason text;
BEGIN
  SELECT string_agg(format('%s changed from %s to %s',
    name, COALESCE(before ->> name, 'nothing'), COALESCE(after ->> name, 'nothing')), '; ')
  INTO reason FROM unnest(TG_ARGV) AS name, (SELECT to_jsonb(OLD), to_jsonb(NEW)) AS rows (before, after)
  WHERE before -> name IS DISTINCT FROM after -> name;
  reason := compare_structure(NEW.organization_id, NEW.id, structure_of(NEW), reason);
  IF NEW.description_source = 'ai_generated' THEN NEW.description_stale_reason := reason; END IF;
  RETURN NEW;
END
$$;

-- Creates the trigger that compares a row with its own description. It ignores the new name that a deletion
-- sets.
CREATE OR REPLACE FUNCTION keep_own_structure(of_table regclass, VARIADIC structure text[]) RETURNS void
LANGUAGE plpgsql AS $make$
BEGIN
  EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE UPDATE ON %s FOR EACH ROW
    WHEN (%s(%s) IS DISTINCT FROM (%s)) EXECUTE FUNCTION compare_own_structure(%s)',
    of_table::text || '_structure', of_table,
    CASE WHEN EXISTS (
      SELECT FROM pg_attribute WHERE attrelid = of_table AND attname = 'deleted_at' AND NOT attisdropped
    ) THEN 'NEW.deleted_at IS NULL AND ' ELSE '' END,
    (SELECT string_agg(format('NEW.%I', name), ', ') FROM unnest(structure) AS name),
    (SELECT string_agg(format('OLD.%I', name), ', ') FROM unnest(structure) AS name),
    (SELECT string_agg(quote_literal(name), ', ') FROM unnest(structure) AS name));
END
$make$;

-- Creates the triggers that compare the description of a parent (a table or SaaS object) when its children
-- change. To avoid deadlocks they lock parents in the order of their ids, and each parent before its layer,
-- as writers of layers do.
CREATE OR REPLACE FUNCTION keep_structure_of_whole(parts regclass, whole regclass, key text, label text, name text,
  VARIADIC structure text[]) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
  function_name text := parts::text || '_structure_of_whole';
BEGIN
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
    DECLARE
      organizations uuid[];
      parents uuid[];
      actors text[];
      reasons text[];
      change record;
      row_of %2$s;
      new_reason text;
    BEGIN
      IF TG_OP = 'INSERT' THEN
        SELECT array_agg(organization_id), array_agg(%3$I), array_agg(changed_by),
          array_agg(%4$L || %5$I || ' was added')
        INTO organizations, parents, actors, reasons FROM new_rows WHERE is_active;
      ELSIF TG_OP = 'UPDATE' THEN
        SELECT array_agg(new_row.organization_id), array_agg(new_row.%3$I), array_agg(new_row.changed_by),
          array_agg(%4$L || CASE WHEN old_row.is_active AND NOT new_row.is_active THEN new_row.%5$I || ' is gone'
            WHEN new_row.is_active AND NOT old_row.is_active THEN new_row.%5$I || ' is back'
            ELSE old_row.%5$I || ' changed' END)
        INTO organizations, parents, actors, reasons
        FROM new_rows AS new_row
          JOIN old_rows AS old_row ON old_row.organization_id = new_row.organization_id AND old_row.id = new_row.id
        WHERE (%6$s, new_row.is_active) IS DISTINCT FROM (%7$s, old_row.is_active);
      ELSE
        SELECT array_agg(organization_id), array_agg(%3$I), array_agg(current_actor()),
          array_agg(%4$L || %5$I || ' was removed')
        INTO organizations, parents, actors, reasons FROM old_rows WHERE is_active;
      END IF;
      IF parents IS NULL THEN RETURN NULL; END IF;
      FOR change IN
        SELECT child.organization, child.parent, min(child.actor) AS actor,
          left(string_agg(child.reason, '; ' ORDER BY child.reason), 1000) AS reason
        FROM unnest(organizations, parents, actors, reasons) AS child (organization, parent, actor, reason)
        JOIN description_layers AS layer ON layer.organization_id = child.organization
          AND layer.resource_id = child.parent AND layer.description_source = 'ai_generated'
        GROUP BY child.organization, child.parent ORDER BY child.parent
      LOOP
        SELECT * INTO row_of FROM %2$s
        WHERE organization_id = change.organization AND id = change.parent FOR NO KEY UPDATE;
        CONTINUE WHEN NOT FOUND;
        new_reason := compare_structure(change.organization, change.parent, structure_of(row_of), change.reason);
        UPDATE %2$s SET description_stale_reason = new_reason, revision = revision + 1,
          updated_at = date_trunc('milliseconds', statement_timestamp()), changed_by = change.actor
        WHERE organization_id = change.organization AND id = change.parent AND description_source = 'ai_generated'
          AND description_stale_reason IS DISTINCT FROM new_reason;
      END LOOP;
      RETURN NULL;
    END
    $body$
  $function$, function_name, whole, key, label || ' ', name,
    (SELECT string_agg(format('new_row.%I', part), ', ') FROM unnest(structure) AS part),
    (SELECT string_agg(format('old_row.%I', part), ', ') FROM unnest(structure) AS part));
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', function_name || '_created', parts, function_name);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER UPDATE ON %s
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', function_name || '_updated', parts, function_name);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', function_name || '_deleted', parts, function_name);
END
$make$;
