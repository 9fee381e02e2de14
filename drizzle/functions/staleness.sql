-- Creates the function that notes the structure for which a description is generated. The tables are those of all
-- described resources, of which one has the id.
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

-- Compares a generated description with the present structure, and returns why it no longer fits. In the transaction that
-- wrote the description it still follows the structure, since a crawler writes a table before its columns.
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

-- Compares the description of the row itself. The arguments of the trigger are the columns that are its structure.
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

-- Creates the trigger that compares a row with its own description. A deletion frees the name, which does not count.
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

-- Creates the triggers that compare the description of a whole (a table, an object) when its parts change. The whole is
-- locked before its layer, in the order in which writers of layers lock them, and wholes in the order of their ids.
CREATE OR REPLACE FUNCTION keep_structure_of_whole(parts regclass, whole regclass, key text, label text, name text,
  VARIADIC structure text[]) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
  keeper text := parts::text || '_structure_of_whole';
BEGIN
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
    DECLARE
      organizations uuid[];
      wholes uuid[];
      actors text[];
      reasons text[];
      change record;
      row_of %2$s;
      told text;
    BEGIN
      IF TG_OP = 'INSERT' THEN
        SELECT array_agg(organization_id), array_agg(%3$I), array_agg(changed_by),
          array_agg(%4$L || %5$I || ' was added')
        INTO organizations, wholes, actors, reasons FROM new_rows WHERE is_active;
      ELSIF TG_OP = 'UPDATE' THEN
        SELECT array_agg(new_row.organization_id), array_agg(new_row.%3$I), array_agg(new_row.changed_by),
          array_agg(%4$L || CASE WHEN old_row.is_active AND NOT new_row.is_active THEN new_row.%5$I || ' is gone'
            WHEN new_row.is_active AND NOT old_row.is_active THEN new_row.%5$I || ' is back'
            ELSE old_row.%5$I || ' changed' END)
        INTO organizations, wholes, actors, reasons
        FROM new_rows AS new_row
          JOIN old_rows AS old_row ON old_row.organization_id = new_row.organization_id AND old_row.id = new_row.id
        WHERE (%6$s, new_row.is_active) IS DISTINCT FROM (%7$s, old_row.is_active);
      ELSE
        SELECT array_agg(organization_id), array_agg(%3$I), array_agg(current_actor()),
          array_agg(%4$L || %5$I || ' was removed')
        INTO organizations, wholes, actors, reasons FROM old_rows WHERE is_active;
      END IF;
      IF wholes IS NULL THEN RETURN NULL; END IF;
      FOR change IN
        SELECT part.organization, part.whole, min(part.actor) AS actor,
          left(string_agg(part.reason, '; ' ORDER BY part.reason), 1000) AS reason
        FROM unnest(organizations, wholes, actors, reasons) AS part (organization, whole, actor, reason)
        JOIN description_layers AS layer ON layer.organization_id = part.organization
          AND layer.resource_id = part.whole AND layer.description_source = 'ai_generated'
        GROUP BY part.organization, part.whole ORDER BY part.whole
      LOOP
        SELECT * INTO row_of FROM %2$s
        WHERE organization_id = change.organization AND id = change.whole FOR NO KEY UPDATE;
        CONTINUE WHEN NOT FOUND;
        told := compare_structure(change.organization, change.whole, structure_of(row_of), change.reason);
        UPDATE %2$s SET description_stale_reason = told, revision = revision + 1,
          updated_at = date_trunc('milliseconds', statement_timestamp()), changed_by = change.actor
        WHERE organization_id = change.organization AND id = change.whole AND description_source = 'ai_generated'
          AND description_stale_reason IS DISTINCT FROM told;
      END LOOP;
      RETURN NULL;
    END
    $body$
  $function$, keeper, whole, key, label || ' ', name,
    (SELECT string_agg(format('new_row.%I', part), ', ') FROM unnest(structure) AS part),
    (SELECT string_agg(format('old_row.%I', part), ', ') FROM unnest(structure) AS part));
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', keeper || '_created', parts, keeper);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER UPDATE ON %s
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', keeper || '_updated', parts, keeper);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', keeper || '_deleted', parts, keeper);
END
$make$;
