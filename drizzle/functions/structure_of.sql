-- Returns a hash of the structure that a description depends on: names, types and keys of the resource, and
-- of the active columns of a table or fields of a SaaS object. For other kinds, src/db/kind-definitions.ts derives it
-- from the columns that kinds.ts names.
CREATE OR REPLACE FUNCTION structure_of(row_of databases) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT md5(row_of.name) $$;

CREATE OR REPLACE FUNCTION structure_of(row_of tables) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT md5(jsonb_build_array(row_of.schema_name, row_of.name, row_of.table_type, (
    SELECT jsonb_agg(jsonb_build_array(name, data_type, is_primary_key) ORDER BY name) FROM columns
    WHERE organization_id = row_of.organization_id AND integration_source_id = row_of.integration_source_id
      AND table_id = row_of.id AND is_active))::text) $$;

CREATE OR REPLACE FUNCTION structure_of(row_of saas_objects) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT md5(jsonb_build_array(row_of.object_name, row_of.api_identifier, (
    SELECT jsonb_agg(jsonb_build_array(api_identifier, data_type) ORDER BY api_identifier) FROM saas_fields
    WHERE organization_id = row_of.organization_id AND saas_object_id = row_of.id AND is_active))::text) $$;
