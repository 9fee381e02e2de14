-- Decides which layer of a description is effective: the one with the lowest rank in the precedence of its organization.
-- It is one expression, so PostgreSQL inlines it.
CREATE OR REPLACE FUNCTION description_rank(precedence text[], description_source text) RETURNS integer
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_position(precedence, description_source) $$;
