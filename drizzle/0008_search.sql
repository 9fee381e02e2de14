CREATE EXTENSION IF NOT EXISTS pg_trgm;--> statement-breakpoint
-- A name as it is looked up by its beginning: without case, accents and separators. PostgreSQL knows that it is costly,
-- so that it is asked for through indexes. It is cut, since some characters decompose into many and an index takes no
-- more than 2700 bytes.
CREATE FUNCTION "search_key"(name text) RETURNS text LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
BEGIN
  IF octet_length(name) <> char_length(name) THEN
    name := regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g');
  END IF;
  RETURN left(translate(lower(name COLLATE "default"), E' \t!"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~', ''), 255);
END
$$;
--> statement-breakpoint
-- The words of a text, as they are and stemmed as English ones. What is written like_this, likeThis or like-this is taken
-- apart; everything but letters and digits is replaced before PostgreSQL's parser sees it, which would take `sales.orders`
-- for one host name.
CREATE FUNCTION "search_words"(words text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
BEGIN
  IF octet_length(words) <> char_length(words) THEN
    words := regexp_replace(normalize(words, NFKD), '[\u0300-\u036f]', '', 'g');
  END IF;
  IF words COLLATE "C" ~ '[A-Za-z0-9][A-Z]' THEN
    words := regexp_replace(words COLLATE "C", '([A-Z])([A-Z][a-z])', '\1 \2', 'g');
    words := regexp_replace(words COLLATE "C", '([a-z0-9])([A-Z])', '\1 \2', 'g');
  END IF;
  words := regexp_replace(words COLLATE "C", '[^0-9A-Za-z\u00aa-\u1fff\u2070-\u2fff\u3040-\U0010ffff]+', ' ', 'g') COLLATE "default";
  RETURN strip(to_tsvector('pg_catalog.simple', words) || to_tsvector('pg_catalog.english', words));
END
$$;
--> statement-breakpoint
CREATE TABLE "search_terms" (
	"organization_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"word" text COLLATE "C" NOT NULL,
	CONSTRAINT "search_terms_key" PRIMARY KEY("organization_id","id")
);
--> statement-breakpoint
ALTER TABLE "search_terms" ADD CONSTRAINT "search_terms_organization" FOREIGN KEY ("organization_id") REFERENCES "public"."organizations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "search_terms_word" ON "search_terms" USING btree ("organization_id","word");--> statement-breakpoint
CREATE INDEX "search_terms_similar" ON "search_terms" USING gin ((ARRAY[organization_id]),word gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "columns_search_key" ON "columns" USING btree ((ARRAY["organization_id"]),search_key("name") COLLATE "C");--> statement-breakpoint
CREATE INDEX "columns_search" ON "columns" USING gin ((ARRAY["organization_id", "integration_source_id"]),search_words("name"),search_words("name" || ' ' || "description")) WITH (gin_pending_list_limit=256);--> statement-breakpoint
CREATE INDEX "databases_search_key" ON "databases" USING btree ((ARRAY["organization_id"]),search_key("name") COLLATE "C");--> statement-breakpoint
CREATE INDEX "databases_search" ON "databases" USING gin ((ARRAY["organization_id", "integration_source_id"]),search_words("name"),search_words("name" || ' ' || "description")) WITH (gin_pending_list_limit=256);--> statement-breakpoint
CREATE INDEX "integration_sources_search_key" ON "integration_sources" USING btree ((ARRAY["organization_id"]),search_key("name") COLLATE "C");--> statement-breakpoint
CREATE INDEX "integration_sources_search" ON "integration_sources" USING gin ((ARRAY["organization_id", "id"]),search_words("name"),search_words("name" || ' ' || "description")) WITH (gin_pending_list_limit=256);--> statement-breakpoint
CREATE INDEX "saas_fields_search_key" ON "saas_fields" USING btree ((ARRAY["organization_id"]),search_key("field_name") COLLATE "C");--> statement-breakpoint
CREATE INDEX "saas_fields_search" ON "saas_fields" USING gin ((ARRAY["organization_id", "integration_source_id"]),search_words("field_name" || ' ' || "api_identifier"),search_words("field_name" || ' ' || "api_identifier" || ' ' || "description")) WITH (gin_pending_list_limit=256);--> statement-breakpoint
CREATE INDEX "saas_objects_search_key" ON "saas_objects" USING btree ((ARRAY["organization_id"]),search_key("object_name") COLLATE "C");--> statement-breakpoint
CREATE INDEX "saas_objects_search" ON "saas_objects" USING gin ((ARRAY["organization_id", "integration_source_id"]),search_words("object_name" || ' ' || "api_identifier"),search_words("object_name" || ' ' || "api_identifier" || ' ' || "description")) WITH (gin_pending_list_limit=256);--> statement-breakpoint
CREATE INDEX "tables_search_key" ON "tables" USING btree ((ARRAY["organization_id"]),search_key("name") COLLATE "C");--> statement-breakpoint
CREATE INDEX "tables_search" ON "tables" USING gin ((ARRAY["organization_id", "integration_source_id"]),search_words("name"),search_words("name" || ' ' || "description")) WITH (gin_pending_list_limit=256);
--> statement-breakpoint
-- Makes the triggers that keep the words of a table's names for the search of similar ones.
CREATE FUNCTION "keep_search_terms"(of_table regclass, name text) RETURNS void LANGUAGE plpgsql AS $make$
DECLARE
  created text := of_table::text || '_search_terms_created';
  renamed text := of_table::text || '_search_terms_renamed';
  keeper text := $function$
    CREATE OR REPLACE FUNCTION %I() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
      INSERT INTO search_terms (organization_id, word)
      SELECT organization_id, word FROM (
        SELECT DISTINCT organization_id, word COLLATE "C" AS word
        FROM %s AS named, unnest(tsvector_to_array(search_words(named.%I))) AS word
        WHERE char_length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]+$' OFFSET 0
      ) AS new_word
      -- A scalar, so that it is looked up in the index, however small the table was when the plan was made.
      WHERE (SELECT term.id FROM search_terms AS term
        WHERE term.organization_id = new_word.organization_id AND term.word = new_word.word LIMIT 1) IS NULL;
      RETURN NULL;
    END
    $body$
  $function$;
BEGIN
  EXECUTE format(keeper, created, 'new_rows', name);
  EXECUTE format(keeper, renamed, '(SELECT NEW.*)', name);
  EXECUTE format('CREATE OR REPLACE TRIGGER %1$I AFTER INSERT ON %2$s REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION %1$I()', created, of_table);
  EXECUTE format('CREATE OR REPLACE TRIGGER %1$I AFTER UPDATE OF %3$I ON %2$s
    FOR EACH ROW WHEN (OLD.%3$I IS DISTINCT FROM NEW.%3$I) EXECUTE FUNCTION %1$I()', renamed, of_table, name);
END
$make$;
--> statement-breakpoint
SELECT keep_search_terms(kept.of_table::regclass, kept.name) FROM (VALUES
  ('integration_sources', 'name'), ('databases', 'name'), ('tables', 'name'), ('columns', 'name'),
  ('saas_objects', 'object_name'), ('saas_fields', 'field_name')
) AS kept (of_table, name);
--> statement-breakpoint
INSERT INTO search_terms (organization_id, word)
SELECT DISTINCT organization_id, word FROM (
  SELECT organization_id, name FROM integration_sources UNION SELECT organization_id, name FROM databases
  UNION SELECT organization_id, name FROM tables UNION SELECT organization_id, name FROM columns
  UNION SELECT organization_id, object_name FROM saas_objects UNION SELECT organization_id, field_name FROM saas_fields
) AS named, unnest(tsvector_to_array(search_words(name))) AS word
WHERE char_length(word) BETWEEN 3 AND 40 AND word !~ '^[0-9]+$';
