-- A correction is a new row; the row it replaces stays as it was told.
CREATE TRIGGER engagement_stays BEFORE UPDATE ON engagement
BEGIN SELECT RAISE(ABORT, 'an engagement is never changed, only superseded'); END;
--> statement-breakpoint
CREATE TRIGGER card_block_stays BEFORE UPDATE ON card_block
BEGIN SELECT RAISE(ABORT, 'the history of a block is never changed'); END;
--> statement-breakpoint
CREATE TRIGGER audit_line_stays BEFORE UPDATE ON audit_line
BEGIN SELECT RAISE(ABORT, 'the audit is never changed'); END;
--> statement-breakpoint
-- What an agent told stays as it came; only the personal part and its salt can go.
CREATE TRIGGER ledger_entry_stays BEFORE UPDATE ON ledger_entry
WHEN NEW.owner IS NOT OLD.owner OR NEW.site IS NOT OLD.site OR NEW.agent IS NOT OLD.agent OR NEW.epoch IS NOT OLD.epoch
  OR NEW.sequence IS NOT OLD.sequence OR NEW.kind IS NOT OLD.kind OR NEW.occurred_ms IS NOT OLD.occurred_ms
  OR NEW.envelope IS NOT OLD.envelope OR NEW.hash IS NOT OLD.hash OR NEW.received_at IS NOT OLD.received_at
  OR NEW.personal IS NOT NULL OR NEW.salt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;
--> statement-breakpoint
-- The feed of changes is for those who listen now: it keeps the newest hundred thousand.
CREATE TRIGGER change_is_bounded AFTER INSERT ON change
BEGIN DELETE FROM change WHERE position <= NEW.position - 100000; END;
