-- A share that is not known is left out, since many generated clients take no null there.
UPDATE "tables" SET "field_null_pct" = jsonb_strip_nulls("field_null_pct"), "field_distinct_pct" = jsonb_strip_nulls("field_distinct_pct"),
  "revision" = "revision" + 1, "updated_at" = date_trunc('milliseconds', now()), "changed_by" = 'system'
WHERE "field_null_pct" @? '$.* ? (@ == null)' OR "field_distinct_pct" @? '$.* ? (@ == null)';--> statement-breakpoint
UPDATE "saas_objects" SET "field_null_pct" = jsonb_strip_nulls("field_null_pct"), "field_distinct_pct" = jsonb_strip_nulls("field_distinct_pct"),
  "revision" = "revision" + 1, "updated_at" = date_trunc('milliseconds', now()), "changed_by" = 'system'
WHERE "field_null_pct" @? '$.* ? (@ == null)' OR "field_distinct_pct" @? '$.* ? (@ == null)';
