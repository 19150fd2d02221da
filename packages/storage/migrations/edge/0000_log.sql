CREATE TABLE `command_seen` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`nonce` text PRIMARY KEY NOT NULL,
	`expires_ms` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `entry` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`agent` text NOT NULL,
	`epoch` integer NOT NULL,
	`sequence` integer NOT NULL,
	`occurred_ms` integer NOT NULL,
	`envelope` text NOT NULL,
	`hash` text NOT NULL,
	`personal` text,
	`salt` text,
	PRIMARY KEY(`epoch`, `sequence`),
	CONSTRAINT "entry_from_one" CHECK("entry"."epoch" >= 1 AND "entry"."sequence" >= 1),
	CONSTRAINT "entry_hash" CHECK(length("entry"."hash") = 64),
	CONSTRAINT "entry_personal_with_salt" CHECK(("entry"."personal" IS NULL) = ("entry"."salt" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX `entry_occurred` ON `entry` (`occurred_ms`);--> statement-breakpoint
CREATE INDEX `entry_personal` ON `entry` (`epoch`,`sequence`) WHERE "entry"."personal" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `log_identity` (
	`one` integer PRIMARY KEY NOT NULL,
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`agent` text NOT NULL,
	CONSTRAINT "log_identity_one" CHECK("log_identity"."one" = 1)
) STRICT;
