-- Indexes contain the results of these two functions, so a change of a result needs a migration that rebuilds
-- the indexes.

-- Normalizes a name for the search by prefix: removes case, accents and separators. The COST makes the
-- planner use indexes. The result is truncated, since some characters decompose into many, and an index entry
-- is limited to 2700 bytes.
CREATE OR REPLACE FUNCTION search_key(name text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 1000 AS $$
BEGIN
  IF octet_length(name) <> char_length(name) THEN
    name := regexp_replace(normalize(name, NFKD), '[\u0300-\u036f]', '', 'g');
  END IF;
  RETURN left(translate(lower(name COLLATE "default"), E' \t!"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~', ''), 255);
END
$$;

-- Returns the words of a text, both unchanged and stemmed as English. Splits words like_this, likeThis and
-- like-this. Replaces everything but letters and digits by spaces, since PostgreSQL's parser would read
-- `sales.orders` as a host name.
CREATE OR REPLACE FUNCTION search_words(words text) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 AS $$
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
