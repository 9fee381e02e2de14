-- Returns the rank of a layer in the precedence of its organization; the layer with the lowest rank is
-- effective. A single expression, so that PostgreSQL inlines it.
CREATE OR REPLACE FUNCTION description_rank(precedence text[], description_source text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_position(precedence, description_source) $$;
