-- Creates the triggers that store the words in the names of a table, for the search for similar words.
CREATE OR REPLACE FUNCTION keep_search_terms(of_table regclass, name text) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
  created text := of_table::text || '_search_terms_created';
  renamed text := of_table::text || '_search_terms_renamed';
  definition text := $function$
    CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $body$
    DECLARE
      organizations uuid[];
      words text[];
    BEGIN
      SELECT array_agg(organization_id), array_agg(word) INTO organizations, words FROM (
        SELECT DISTINCT organization_id, word COLLATE "C" AS word
        FROM %s AS named, unnest(tsvector_to_array(search_words(named.%I))) AS word
        WHERE char_length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]+$'
      ) AS found;
      INSERT INTO search_terms (organization_id, word)
      SELECT organization, new_word FROM unnest(organizations, words) AS found (organization, new_word)
      -- A scalar subquery, so that it uses the index even if the table was small when the plan was cached.
      WHERE (SELECT term.id FROM search_terms AS term
        WHERE term.organization_id = organization AND term.word = new_word LIMIT 1) IS NULL;
      RETURN NULL;
    END
    $body$
  $function$;
BEGIN
  EXECUTE format(definition, created, 'new_rows', name);
  EXECUTE format(definition, renamed, '(SELECT NEW.*)', name);
  EXECUTE format('CREATE OR REPLACE TRIGGER %1$I AFTER INSERT ON %2$s REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %1$I()', created, of_table);
  EXECUTE format('CREATE OR REPLACE TRIGGER %1$I AFTER UPDATE OF %3$I ON %2$s
    FOR EACH ROW WHEN (OLD.%3$I IS DISTINCT FROM NEW.%3$I) EXECUTE FUNCTION %1$I()', renamed, of_table, name);
END
$make$;
