-- An entry continues the log: the next sequence of the newest epoch, or the first of a newer one. So a hole, a repeat and a writer
-- that was left behind in an older epoch fail where they would be written, whoever writes.
CREATE TRIGGER entry_continues BEFORE INSERT ON entry
WHEN NEW.sequence <> coalesce((SELECT max(sequence) FROM entry WHERE epoch = NEW.epoch), 0) + 1
  OR EXISTS (SELECT 1 FROM entry WHERE epoch > NEW.epoch)
BEGIN SELECT RAISE(ABORT, 'the entry does not continue the log'); END;
--> statement-breakpoint
-- What was logged stays as it was; only the personal part and its salt can go.
CREATE TRIGGER entry_stays BEFORE UPDATE ON entry
WHEN NEW.owner IS NOT OLD.owner OR NEW.site IS NOT OLD.site OR NEW.agent IS NOT OLD.agent OR NEW.epoch IS NOT OLD.epoch
  OR NEW.sequence IS NOT OLD.sequence OR NEW.occurred_ms IS NOT OLD.occurred_ms OR NEW.envelope IS NOT OLD.envelope
  OR NEW.hash IS NOT OLD.hash OR NEW.personal IS NOT NULL OR NEW.salt IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'an entry never changes'); END;
