ALTER TABLE "columns" ADD COLUMN "description_stale_reason" text;--> statement-breakpoint
ALTER TABLE "databases" ADD COLUMN "description_stale_reason" text;--> statement-breakpoint
ALTER TABLE "description_layers" ADD COLUMN "fingerprint" text;--> statement-breakpoint
ALTER TABLE "description_layers" ADD COLUMN "written_in" "xid8";--> statement-breakpoint
ALTER TABLE "description_layers" ADD COLUMN "stale_reason" text;--> statement-breakpoint
ALTER TABLE "description_layers" ADD COLUMN "stale_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "integration_sources" ADD COLUMN "description_stale_reason" text;--> statement-breakpoint
ALTER TABLE "saas_fields" ADD COLUMN "description_stale_reason" text;--> statement-breakpoint
ALTER TABLE "saas_objects" ADD COLUMN "description_stale_reason" text;--> statement-breakpoint
ALTER TABLE "tables" ADD COLUMN "description_stale_reason" text;--> statement-breakpoint
CREATE INDEX "description_layers_stale" ON "description_layers" USING btree ("organization_id","resource_id") WHERE "description_layers"."stale_reason" IS NOT NULL;--> statement-breakpoint
ALTER TABLE "description_layers" ADD CONSTRAINT "description_layers_stale_since" CHECK (("description_layers"."stale_reason" IS NULL) = ("description_layers"."stale_since" IS NULL));--> statement-breakpoint
-- What a text is written for: names, types, keys, and of what has parts those of the parts.
CREATE FUNCTION "structure_of"(row_of integration_sources) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT md5(jsonb_build_array(row_of.name, row_of.source_type, row_of.connector_type)::text) $$;
--> statement-breakpoint
CREATE FUNCTION "structure_of"(row_of databases) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT md5(row_of.name) $$;
--> statement-breakpoint
CREATE FUNCTION "structure_of"(row_of tables) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT md5(jsonb_build_array(row_of.schema_name, row_of.name, row_of.table_type, (
    SELECT jsonb_agg(jsonb_build_array(name, data_type, is_primary_key) ORDER BY name) FROM columns
    WHERE organization_id = row_of.organization_id AND integration_source_id = row_of.integration_source_id
      AND table_id = row_of.id AND is_active))::text) $$;
--> statement-breakpoint
CREATE FUNCTION "structure_of"(row_of columns) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT md5(jsonb_build_array(row_of.name, row_of.data_type, row_of.is_primary_key)::text) $$;
--> statement-breakpoint
CREATE FUNCTION "structure_of"(row_of saas_objects) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT md5(jsonb_build_array(row_of.object_name, row_of.api_identifier, (
    SELECT jsonb_agg(jsonb_build_array(api_identifier, data_type) ORDER BY api_identifier) FROM saas_fields
    WHERE organization_id = row_of.organization_id AND saas_object_id = row_of.id AND is_active))::text) $$;
--> statement-breakpoint
CREATE FUNCTION "structure_of"(row_of saas_fields) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT md5(jsonb_build_array(row_of.field_name, row_of.api_identifier, row_of.data_type, row_of.is_unique)::text) $$;
--> statement-breakpoint
-- Whoever writes the text of a machine writes it for the structure that is there.
CREATE FUNCTION "description_layers_fingerprint"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW.written_in := pg_current_xact_id();
  NEW.stale_reason := NULL;
  NEW.stale_since := NULL;
  SELECT structure INTO NEW.fingerprint FROM (
    SELECT structure_of(columns) FROM columns WHERE organization_id = NEW.organization_id AND id = NEW.resource_id
    UNION ALL SELECT structure_of(tables) FROM tables WHERE organization_id = NEW.organization_id AND id = NEW.resource_id
    UNION ALL SELECT structure_of(databases) FROM databases WHERE organization_id = NEW.organization_id AND id = NEW.resource_id
    UNION ALL SELECT structure_of(saas_fields) FROM saas_fields WHERE organization_id = NEW.organization_id AND id = NEW.resource_id
    UNION ALL SELECT structure_of(saas_objects) FROM saas_objects WHERE organization_id = NEW.organization_id AND id = NEW.resource_id
    UNION ALL SELECT structure_of(integration_sources) FROM integration_sources
      WHERE organization_id = NEW.organization_id AND id = NEW.resource_id
  ) AS resource (structure);
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "description_layers_fingerprint" BEFORE INSERT OR UPDATE OF description, written_at ON "description_layers"
  FOR EACH ROW WHEN (NEW.description_source = 'ai_generated') EXECUTE FUNCTION "description_layers_fingerprint"();
--> statement-breakpoint
-- Compares the text of a machine with the structure that there is now, and tells the reason why it does not fit any more.
-- In the transaction that wrote the text it still follows the structure: a crawler writes a table before its columns.
CREATE FUNCTION "compare_structure"(organization uuid, resource uuid, structure text, reason text) RETURNS text LANGUAGE sql AS $$
  UPDATE description_layers AS layer SET
    fingerprint = CASE WHEN written_in = pg_current_xact_id() THEN structure ELSE fingerprint END,
    stale_reason = fits.reason,
    stale_since = CASE WHEN fits.reason IS NOT NULL THEN COALESCE(stale_since, date_trunc('milliseconds', statement_timestamp())) END
  FROM (SELECT CASE WHEN written_in = pg_current_xact_id() OR fingerprint = structure THEN NULL
      ELSE left(concat_ws('; ', stale_reason, reason), 2000) END AS reason
    FROM description_layers WHERE organization_id = organization AND resource_id = resource AND description_source = 'ai_generated') AS fits
  WHERE layer.organization_id = organization AND layer.resource_id = resource AND layer.description_source = 'ai_generated'
  RETURNING fits.reason $$;
--> statement-breakpoint
-- For the row itself: its arguments are the columns that are its structure.
CREATE FUNCTION "compare_own_structure"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  reason text;
BEGIN
  SELECT string_agg(format('%s changed from %s to %s', name, COALESCE(before ->> name, 'nothing'), COALESCE(after ->> name, 'nothing')), '; ')
  INTO reason FROM unnest(TG_ARGV) AS name, (SELECT to_jsonb(OLD), to_jsonb(NEW)) AS rows (before, after)
  WHERE before -> name IS DISTINCT FROM after -> name;
  reason := compare_structure(NEW.organization_id, NEW.id, structure_of(NEW), reason);
  IF NEW.description_source = 'ai_generated' THEN NEW.description_stale_reason := reason; END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION "keep_own_structure"(of_table regclass, VARIADIC structure text[]) RETURNS void LANGUAGE plpgsql AS $make$
BEGIN
  EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %s FOR EACH ROW WHEN ((%s) IS DISTINCT FROM (%s)) EXECUTE FUNCTION compare_own_structure(%s)',
    of_table::text || '_structure', of_table,
    (SELECT string_agg(format('NEW.%I', name), ', ') FROM unnest(structure) AS name),
    (SELECT string_agg(format('OLD.%I', name), ', ') FROM unnest(structure) AS name),
    (SELECT string_agg(quote_literal(name), ', ') FROM unnest(structure) AS name));
END
$make$;
--> statement-breakpoint
SELECT keep_own_structure('integration_sources', 'name', 'source_type', 'connector_type');--> statement-breakpoint
SELECT keep_own_structure('databases', 'name');--> statement-breakpoint
SELECT keep_own_structure('tables', 'schema_name', 'name', 'table_type');--> statement-breakpoint
SELECT keep_own_structure('columns', 'name', 'data_type', 'is_primary_key');--> statement-breakpoint
SELECT keep_own_structure('saas_objects', 'object_name', 'api_identifier');--> statement-breakpoint
SELECT keep_own_structure('saas_fields', 'field_name', 'api_identifier', 'data_type', 'is_unique');--> statement-breakpoint
-- A row of tables has parts: its structure is another one when they are. It is locked before its layer, as by whoever writes
-- a layer, and in the order of ids.
CREATE FUNCTION "compare_structure_of_tables"(organization uuid, whole uuid, reason text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  row_of tables;
  told text;
BEGIN
  SELECT * INTO row_of FROM tables WHERE organization_id = organization AND id = whole FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  told := compare_structure(organization, whole, structure_of(row_of), reason);
  UPDATE tables SET description_stale_reason = told, revision = revision + 1,
    updated_at = date_trunc('milliseconds', statement_timestamp()),
    changed_by = COALESCE(NULLIF(current_setting('sourcebook.actor', true), ''), 'system')
  WHERE organization_id = organization AND id = whole AND description_source = 'ai_generated'
    AND description_stale_reason IS DISTINCT FROM told;
END
$$;
--> statement-breakpoint
CREATE FUNCTION "columns_structure_of_whole"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  organizations uuid[];
  wholes uuid[];
  reasons text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(organization), array_agg(whole), array_agg(reason) INTO organizations, wholes, reasons FROM (
        SELECT new_row.organization_id, new_row.table_id, 'column ' || new_row.name || ' was added' FROM new_rows AS new_row
        JOIN description_layers AS layer ON layer.organization_id = new_row.organization_id AND layer.resource_id = new_row.table_id
          AND layer.description_source = 'ai_generated'
        WHERE new_row.is_active
      ) AS part (organization, whole, reason);
  ELSIF TG_OP = 'UPDATE' THEN
    SELECT array_agg(organization), array_agg(whole), array_agg(reason) INTO organizations, wholes, reasons FROM (
        SELECT new_row.organization_id, new_row.table_id, CASE WHEN old_row.is_active AND NOT new_row.is_active THEN 'column ' || new_row.name || ' is gone'
          WHEN new_row.is_active AND NOT old_row.is_active THEN 'column ' || new_row.name || ' is back' ELSE 'column ' || old_row.name || ' changed' END FROM new_rows AS new_row
        JOIN old_rows AS old_row ON old_row.organization_id = new_row.organization_id AND old_row.id = new_row.id
        JOIN description_layers AS layer ON layer.organization_id = new_row.organization_id AND layer.resource_id = new_row.table_id
          AND layer.description_source = 'ai_generated'
        WHERE (new_row.name, new_row.data_type, new_row.is_primary_key, new_row.is_active) IS DISTINCT FROM (old_row.name, old_row.data_type, old_row.is_primary_key, old_row.is_active)
      ) AS part (organization, whole, reason);
  ELSE
    SELECT array_agg(organization), array_agg(whole), array_agg(reason) INTO organizations, wholes, reasons FROM (
        SELECT old_row.organization_id, old_row.table_id, 'column ' || old_row.name || ' was removed' FROM old_rows AS old_row
        JOIN description_layers AS layer ON layer.organization_id = old_row.organization_id AND layer.resource_id = old_row.table_id
          AND layer.description_source = 'ai_generated'
        WHERE old_row.is_active
      ) AS part (organization, whole, reason);
  END IF;
  IF wholes IS NULL THEN RETURN NULL; END IF;
  PERFORM compare_structure_of_tables(organization, whole, reasons_of) FROM (
    SELECT organization, whole, left(string_agg(reason, '; ' ORDER BY reason), 1000) AS reasons_of
    FROM unnest(organizations, wholes, reasons) AS part (organization, whole, reason)
    GROUP BY organization, whole ORDER BY whole
  ) AS change;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "columns_structure_of_whole_created" AFTER INSERT ON "columns" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "columns_structure_of_whole"();--> statement-breakpoint
CREATE TRIGGER "columns_structure_of_whole_updated" AFTER UPDATE ON "columns" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "columns_structure_of_whole"();--> statement-breakpoint
CREATE TRIGGER "columns_structure_of_whole_deleted" AFTER DELETE ON "columns" REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "columns_structure_of_whole"();
--> statement-breakpoint
-- A row of saas_objects has parts: its structure is another one when they are. It is locked before its layer, as by whoever writes
-- a layer, and in the order of ids.
CREATE FUNCTION "compare_structure_of_saas_objects"(organization uuid, whole uuid, reason text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  row_of saas_objects;
  told text;
BEGIN
  SELECT * INTO row_of FROM saas_objects WHERE organization_id = organization AND id = whole FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN; END IF;
  told := compare_structure(organization, whole, structure_of(row_of), reason);
  UPDATE saas_objects SET description_stale_reason = told, revision = revision + 1,
    updated_at = date_trunc('milliseconds', statement_timestamp()),
    changed_by = COALESCE(NULLIF(current_setting('sourcebook.actor', true), ''), 'system')
  WHERE organization_id = organization AND id = whole AND description_source = 'ai_generated'
    AND description_stale_reason IS DISTINCT FROM told;
END
$$;
--> statement-breakpoint
CREATE FUNCTION "saas_fields_structure_of_whole"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  organizations uuid[];
  wholes uuid[];
  reasons text[];
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT array_agg(organization), array_agg(whole), array_agg(reason) INTO organizations, wholes, reasons FROM (
        SELECT new_row.organization_id, new_row.saas_object_id, 'field ' || new_row.api_identifier || ' was added' FROM new_rows AS new_row
        JOIN description_layers AS layer ON layer.organization_id = new_row.organization_id AND layer.resource_id = new_row.saas_object_id
          AND layer.description_source = 'ai_generated'
        WHERE new_row.is_active
      ) AS part (organization, whole, reason);
  ELSIF TG_OP = 'UPDATE' THEN
    SELECT array_agg(organization), array_agg(whole), array_agg(reason) INTO organizations, wholes, reasons FROM (
        SELECT new_row.organization_id, new_row.saas_object_id, CASE WHEN old_row.is_active AND NOT new_row.is_active THEN 'field ' || new_row.api_identifier || ' is gone'
          WHEN new_row.is_active AND NOT old_row.is_active THEN 'field ' || new_row.api_identifier || ' is back' ELSE 'field ' || old_row.api_identifier || ' changed' END FROM new_rows AS new_row
        JOIN old_rows AS old_row ON old_row.organization_id = new_row.organization_id AND old_row.id = new_row.id
        JOIN description_layers AS layer ON layer.organization_id = new_row.organization_id AND layer.resource_id = new_row.saas_object_id
          AND layer.description_source = 'ai_generated'
        WHERE (new_row.api_identifier, new_row.data_type, new_row.is_active) IS DISTINCT FROM (old_row.api_identifier, old_row.data_type, old_row.is_active)
      ) AS part (organization, whole, reason);
  ELSE
    SELECT array_agg(organization), array_agg(whole), array_agg(reason) INTO organizations, wholes, reasons FROM (
        SELECT old_row.organization_id, old_row.saas_object_id, 'field ' || old_row.api_identifier || ' was removed' FROM old_rows AS old_row
        JOIN description_layers AS layer ON layer.organization_id = old_row.organization_id AND layer.resource_id = old_row.saas_object_id
          AND layer.description_source = 'ai_generated'
        WHERE old_row.is_active
      ) AS part (organization, whole, reason);
  END IF;
  IF wholes IS NULL THEN RETURN NULL; END IF;
  PERFORM compare_structure_of_saas_objects(organization, whole, reasons_of) FROM (
    SELECT organization, whole, left(string_agg(reason, '; ' ORDER BY reason), 1000) AS reasons_of
    FROM unnest(organizations, wholes, reasons) AS part (organization, whole, reason)
    GROUP BY organization, whole ORDER BY whole
  ) AS change;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER "saas_fields_structure_of_whole_created" AFTER INSERT ON "saas_fields" REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "saas_fields_structure_of_whole"();--> statement-breakpoint
CREATE TRIGGER "saas_fields_structure_of_whole_updated" AFTER UPDATE ON "saas_fields" REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "saas_fields_structure_of_whole"();--> statement-breakpoint
CREATE TRIGGER "saas_fields_structure_of_whole_deleted" AFTER DELETE ON "saas_fields" REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION "saas_fields_structure_of_whole"();
--> statement-breakpoint
SELECT keep_changes('integration_sources', 'integration_source', 'organization_id', 'id');--> statement-breakpoint
SELECT keep_changes(name::regclass, kind, 'organization_id', 'integration_source_id') FROM (VALUES
  ('databases', 'database'), ('tables', 'table'), ('columns', 'column'), ('saas_objects', 'saas_object'), ('saas_fields', 'saas_field')
) AS kept (name, kind);
--> statement-breakpoint
-- The texts there are fit what is there.
UPDATE description_layers SET description = description WHERE description_source = 'ai_generated';
