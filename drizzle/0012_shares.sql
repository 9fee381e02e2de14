CREATE TABLE "idempotency_usage" (
	"organization_id" uuid NOT NULL,
	"hour" timestamp (3) with time zone NOT NULL,
	"bytes" bigint NOT NULL,
	CONSTRAINT "idempotency_usage_key" PRIMARY KEY("organization_id","hour")
);
--> statement-breakpoint
ALTER TABLE "api_tokens" ADD COLUMN "owner" text;--> statement-breakpoint
-- From each token up through the tokens that created it, to the person or service at the beginning.
WITH RECURSIVE creators AS (
  SELECT organization_id, id, created_by AS subject, 1 AS step FROM api_tokens
  UNION ALL
  SELECT creators.organization_id, creators.id, parent.created_by, creators.step + 1
  FROM creators JOIN api_tokens AS parent ON creators.subject = 'token:' || parent.id
)
UPDATE api_tokens AS token SET owner = creator.subject
FROM (SELECT DISTINCT ON (organization_id, id) * FROM creators ORDER BY organization_id, id, step DESC) AS creator
WHERE token.organization_id = creator.organization_id AND token.id = creator.id;--> statement-breakpoint
ALTER TABLE "api_tokens" ALTER COLUMN "owner" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "api_tokens_unrevoked" ON "api_tokens" USING btree ("organization_id") WHERE "api_tokens"."revoked_at" IS NULL;--> statement-breakpoint
CREATE INDEX "introspection_runs_queued" ON "introspection_runs" USING btree ("organization_id") WHERE "introspection_runs"."status" = 'queued';
--> statement-breakpoint
-- The trigger of the change feed names the columns that it compares.
SELECT keep_changes('api_tokens', 'api_token', 'organization_id', 'NULL::uuid');
