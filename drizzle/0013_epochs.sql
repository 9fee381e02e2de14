CREATE TABLE "change_epochs" (
	"epoch" integer NOT NULL,
	"transaction_id" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"server" text,
	"began_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "change_epochs_key" PRIMARY KEY("epoch")
);
--> statement-breakpoint
ALTER TABLE "change_horizons" ADD COLUMN "epoch" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "changes" ADD COLUMN "epoch" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "changes" DROP CONSTRAINT "changes_key";
--> statement-breakpoint
ALTER TABLE "changes" ADD CONSTRAINT "changes_key" PRIMARY KEY("organization_id","epoch","transaction_id","sequence");
--> statement-breakpoint
-- Begins a new epoch of the feed when the last one was begun by another server, so that the numbers of its transactions
-- and ours are not of one row; otherwise it does nothing. A restore writes the row of the last epoch anew, in another
-- transaction than the row names. The system identifier is compared, too, as these two numbers could be equal by chance.
-- It runs with the rights of the owner, who alone may change a default, as the application may be a role that is not.
CREATE FUNCTION "begin_change_epoch"() RETURNS void LANGUAGE plpgsql SECURITY DEFINER SET lock_timeout = '10s' AS $$
DECLARE
  here text;
  next integer;
BEGIN
  LOCK TABLE change_epochs IN SHARE ROW EXCLUSIVE MODE;
  BEGIN
    here := (SELECT system_identifier FROM pg_control_system());
  EXCEPTION WHEN insufficient_privilege THEN
    here := NULL;
  END;
  IF EXISTS (
    SELECT FROM change_epochs WHERE epoch = (SELECT max(epoch) FROM change_epochs)
      AND xmin::text::bigint = transaction_id::text::numeric % 4294967296 AND (server = here) IS NOT FALSE
  ) THEN
    RETURN;
  END IF;
  next := COALESCE((SELECT max(epoch) FROM change_epochs), 0) + 1;
  -- Waits for every transaction that has written changes, so all of the epoch before are there when this one begins.
  EXECUTE format('ALTER TABLE changes ALTER COLUMN epoch SET DEFAULT %s', next);
  INSERT INTO change_epochs (epoch, server) VALUES (next, here);
END
$$;
--> statement-breakpoint
-- What its names mean must not depend on the settings of whoever calls it.
ALTER FUNCTION "begin_change_epoch"() SET search_path FROM CURRENT;
--> statement-breakpoint
-- Changes with numbers that are still to come are of another server: this database was restored before there were epochs.
INSERT INTO change_epochs (epoch, transaction_id)
SELECT 1, '0' WHERE EXISTS (SELECT FROM changes WHERE transaction_id >= pg_snapshot_xmax(pg_current_snapshot()));
--> statement-breakpoint
SELECT begin_change_epoch();
