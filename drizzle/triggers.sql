-- The triggers of all tables. `migrate()` runs this file after the files of functions, which it calls.

SELECT keep_changes(of_table::regclass, kind, organization, source) FROM (VALUES
  ('organizations', 'organization', 'id', 'NULL::uuid'),
  ('api_tokens', 'api_token', 'organization_id', 'NULL::uuid'),
  ('integration_sources', 'integration_source', 'organization_id', 'id'),
  ('databases', 'database', 'organization_id', 'integration_source_id'),
  ('tables', 'table', 'organization_id', 'integration_source_id'),
  ('columns', 'column', 'organization_id', 'integration_source_id'),
  ('relationships', 'relationship', 'organization_id', 'integration_source_id'),
  ('saas_objects', 'saas_object', 'organization_id', 'integration_source_id'),
  ('saas_fields', 'saas_field', 'organization_id', 'integration_source_id'),
  ('saas_associations', 'saas_association', 'organization_id', 'integration_source_id'),
  ('description_proposals', 'description_proposal', 'organization_id', 'integration_source_id'),
  ('rename_proposals', 'rename_proposal', 'organization_id', 'integration_source_id')
) AS watched (of_table, kind, organization, source);

CREATE OR REPLACE TRIGGER description_versions_changes_created AFTER INSERT ON description_versions
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION description_versions_changes();

SELECT keep_descriptions(of_table::regclass, kind, source) FROM (VALUES
  ('integration_sources', 'integration_source', 'id'),
  ('databases', 'database', 'integration_source_id'),
  ('tables', 'table', 'integration_source_id'),
  ('columns', 'column', 'integration_source_id'),
  ('saas_objects', 'saas_object', 'integration_source_id'),
  ('saas_fields', 'saas_field', 'integration_source_id')
) AS watched (of_table, kind, source);

CREATE OR REPLACE TRIGGER description_layers_fingerprint
  BEFORE INSERT OR UPDATE OF description, written_at ON description_layers
  FOR EACH ROW WHEN (NEW.description_source = 'ai_generated') EXECUTE FUNCTION description_layers_fingerprint();

SELECT keep_own_structure('integration_sources', 'name', 'source_type', 'connector_type');
SELECT keep_own_structure('databases', 'name');
SELECT keep_own_structure('tables', 'schema_name', 'name', 'table_type');
SELECT keep_own_structure('columns', 'name', 'data_type', 'is_primary_key');
SELECT keep_own_structure('saas_objects', 'object_name', 'api_identifier');
SELECT keep_own_structure('saas_fields', 'field_name', 'api_identifier', 'data_type', 'is_unique');

SELECT keep_structure_of_whole('columns', 'tables', 'table_id', 'column', 'name',
  'name', 'data_type', 'is_primary_key');
SELECT keep_structure_of_whole('saas_fields', 'saas_objects', 'saas_object_id', 'field', 'api_identifier',
  'api_identifier', 'data_type');

SELECT keep_search_terms(of_table::regclass, name) FROM (VALUES
  ('integration_sources', 'name'), ('databases', 'name'), ('tables', 'name'), ('columns', 'name'),
  ('saas_objects', 'object_name'), ('saas_fields', 'field_name')
) AS watched (of_table, name);

SELECT keep_deletions('integration_sources', 'integration_source', 'id');
SELECT keep_deletions('databases', 'database', 'integration_source_id');
CREATE OR REPLACE TRIGGER databases_deletion_frees_name BEFORE UPDATE ON databases FOR EACH ROW
  WHEN (OLD.deleted_at IS NULL AND NEW.deleted_at IS NOT NULL) EXECUTE FUNCTION free_name();

-- Triggers fire in the order of their names. This one must fire before RI_ConstraintTrigger_…, with which
-- PostgreSQL checks the foreign key of relationships to the old name.
CREATE OR REPLACE TRIGGER "A_relationships_follow_column" AFTER UPDATE OF integration_source_id, table_id, name ON columns
  FOR EACH ROW WHEN ((OLD.integration_source_id, OLD.table_id, OLD.name)
    IS DISTINCT FROM (NEW.integration_source_id, NEW.table_id, NEW.name))
  EXECUTE FUNCTION relationships_follow_column();

SELECT keep_revisions(of_table::regclass) FROM unnest(ARRAY['organizations', 'integration_sources', 'databases', 'tables',
  'columns', 'relationships', 'saas_objects', 'saas_fields', 'saas_associations', 'description_proposals',
  'rename_proposals', 'api_tokens', 'introspection_schedules']) AS of_table;
