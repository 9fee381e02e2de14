-- Creates the triggers that write the first layer and the first version of a new row's description, and that
-- refuse a wrong version number.
CREATE OR REPLACE FUNCTION keep_descriptions(of_table regclass, kind text, source text) RETURNS void
LANGUAGE plpgsql AS $make$
DECLARE
  function_name text := of_table::text || '_descriptions';
BEGIN
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $body$
    DECLARE
      organizations uuid[];
      ids uuid[];
      of_sources uuid[];
      layers text[];
      texts text[];
      generated timestamptz[];
      authors text[];
      times timestamptz[];
      versions integer[];
    BEGIN
      SELECT array_agg(organization_id), array_agg(id), array_agg(%3$s), array_agg(description_source),
        array_agg(description), array_agg(description_generated_at), array_agg(changed_by), array_agg(updated_at),
        array_agg(description_version)
      INTO organizations, ids, of_sources, layers, texts, generated, authors, times, versions
      FROM new_rows WHERE description IS NOT NULL;
      IF ids IS NULL THEN RETURN NULL; END IF;
      INSERT INTO described_resources (organization_id, resource_id, kind, integration_source_id, version)
      SELECT organization, resource, %2$L, source, 1
      FROM unnest(organizations, ids, of_sources) AS described (organization, resource, source);
      INSERT INTO description_layers (organization_id, resource_id, kind, integration_source_id, description_source,
        description, description_generated_at, author, written_at)
      SELECT organization, resource, %2$L, source, layer, content, generated_at, author, occurred
      FROM unnest(organizations, ids, of_sources, layers, texts, generated, authors, times)
        AS described (organization, resource, source, layer, content, generated_at, author, occurred);
      INSERT INTO description_versions (organization_id, resource_id, version, operation, description_source, description,
        description_generated_at, author, occurred_at, description_version, is_effective)
      SELECT organization, resource, 1, 'written', layer, content, generated_at, author, occurred, number, true
      FROM unnest(organizations, ids, layers, texts, generated, authors, times, versions)
        AS described (organization, resource, layer, content, generated_at, author, occurred, number);
      RETURN NULL;
    END
    $body$
  $function$, function_name, kind, source);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %I()', function_name, of_table, function_name);
  EXECUTE format('CREATE OR REPLACE TRIGGER %I BEFORE UPDATE ON %s FOR EACH ROW
    WHEN (NEW.description_version <> OLD.description_version + (NEW.description IS DISTINCT FROM OLD.description)::integer)
    EXECUTE FUNCTION refuse_description_version()', of_table::text || '_description_version_step', of_table);
END
$make$;

-- The version of a description rises by one when its text changes, and only then.
CREATE OR REPLACE FUNCTION refuse_description_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation', CONSTRAINT = 'description_version_step', TABLE = TG_TABLE_NAME,
    MESSAGE = 'description_version must rise by one with every change of the description, and only then';
END
$$;

-- Writes changes of layers that are not effective to the change feed. They do not change the row of the
-- resource, so its trigger does not see them; a trigger of the history calls this instead.
CREATE OR REPLACE FUNCTION description_versions_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  organizations uuid[];
  ids uuid[];
  authors text[];
  times timestamptz[];
BEGIN
  SELECT array_agg(organization_id), array_agg(resource_id), array_agg(author), array_agg(occurred_at)
  INTO organizations, ids, authors, times FROM new_rows WHERE NOT is_effective;
  IF ids IS NULL THEN RETURN NULL; END IF;
  INSERT INTO changes (organization_id, kind, resource_id, integration_source_id, operation, actor, occurred_at,
    changed_fields)
  SELECT organization, resource.kind, id, resource.integration_source_id, 'updated', actor, occurred, '{description_layers}'
  FROM unnest(organizations, ids, authors, times) AS written (organization, id, actor, occurred)
  JOIN described_resources AS resource ON resource.organization_id = organization AND resource.resource_id = id;
  RETURN NULL;
END
$$;
