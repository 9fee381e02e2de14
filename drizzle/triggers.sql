-- The triggers that do not follow from src/db/kinds.ts. `migrate()` runs this file after the files of functions, which it
-- calls, and after what src/db/kind-definitions.ts derives.

CREATE OR REPLACE TRIGGER description_versions_changes_created AFTER INSERT ON description_versions
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION description_versions_changes();

CREATE OR REPLACE TRIGGER description_layers_fingerprint
  BEFORE INSERT OR UPDATE OF description, written_at ON description_layers
  FOR EACH ROW WHEN (NEW.description_source = 'ai_generated') EXECUTE FUNCTION description_layers_fingerprint();

SELECT keep_structure_of_whole('columns', 'tables', 'table_id', 'column', 'name',
  'name', 'data_type', 'is_primary_key');
SELECT keep_structure_of_whole('saas_fields', 'saas_objects', 'saas_object_id', 'field', 'api_identifier',
  'api_identifier', 'data_type');

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

SELECT keep_revisions('introspection_schedules');
