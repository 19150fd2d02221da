CREATE TABLE `agent` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`signing_key` text NOT NULL,
	`sealing_key` text NOT NULL,
	`epoch` integer NOT NULL,
	`enrolled_at` text NOT NULL,
	`last_heard_at` text,
	`status` text,
	CONSTRAINT "agent_epoch" CHECK("agent"."epoch" >= 0)
) STRICT;
--> statement-breakpoint
CREATE INDEX `agent_site` ON `agent` (`site`);--> statement-breakpoint
CREATE TABLE `command` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`id` text PRIMARY KEY NOT NULL,
	`agent` text NOT NULL,
	`kind` text NOT NULL,
	`payload` text NOT NULL,
	`signature` text NOT NULL,
	`expires_at` text NOT NULL,
	`expires_ms` integer NOT NULL,
	`created_at` text NOT NULL,
	`created_by` text NOT NULL,
	`outcome` text,
	`outcome_at` text,
	CONSTRAINT "command_outcome" CHECK(("command"."outcome" IS NULL) = ("command"."outcome_at" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX `command_pending` ON `command` (`agent`,`expires_ms`) WHERE "command"."outcome" IS NULL;--> statement-breakpoint
CREATE TABLE `enrol_code` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`code_hash` text PRIMARY KEY NOT NULL,
	`expires_ms` integer NOT NULL,
	CONSTRAINT "enrol_code_hash" CHECK(length("enrol_code"."code_hash") = 64)
) STRICT;
--> statement-breakpoint
CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text,
	`site` text,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE INDEX `account_user` ON `account` (`user_id`);--> statement-breakpoint
CREATE TABLE `rate_limit` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text,
	`site` text,
	`key` text NOT NULL,
	`count` integer NOT NULL,
	`last_request` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `rate_limit_key_unique` ON `rate_limit` (`key`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text,
	`site` text,
	`expires_at` integer NOT NULL,
	`token` text NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`user_id` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE INDEX `session_user` ON `session` (`user_id`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text,
	`site` text,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`owner` text,
	`site` text,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `verification_identifier` ON `verification` (`identifier`);--> statement-breakpoint
CREATE TABLE `card_slot` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`card` text NOT NULL,
	`slot` integer NOT NULL,
	PRIMARY KEY(`owner`, `site`, `card`),
	CONSTRAINT "card_slot_word" CHECK("card_slot"."slot" BETWEEN 1 AND 4294967295)
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `card_slot_slot` ON `card_slot` (`owner`,`site`,`slot`);--> statement-breakpoint
CREATE TABLE `list_entry` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`high` integer NOT NULL,
	`low` integer NOT NULL,
	`status` integer NOT NULL,
	`holder` integer NOT NULL,
	`version` integer NOT NULL,
	PRIMARY KEY(`owner`, `site`, `high`, `low`),
	CONSTRAINT "list_entry_words" CHECK("list_entry"."high" BETWEEN 0 AND 4294967295 AND "list_entry"."low" BETWEEN 0 AND 4294967295 AND "list_entry"."status" BETWEEN 0 AND 4294967295 AND "list_entry"."holder" BETWEEN 0 AND 4294967295)
) STRICT;
--> statement-breakpoint
CREATE INDEX `list_entry_version` ON `list_entry` (`owner`,`site`,`version`);--> statement-breakpoint
CREATE TABLE `list_head` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`lineage` text NOT NULL,
	`version` integer NOT NULL,
	`checksum` text NOT NULL,
	`reaches_back_to` integer NOT NULL,
	PRIMARY KEY(`owner`, `site`),
	CONSTRAINT "list_head_versions" CHECK("list_head"."version" >= 0 AND "list_head"."reaches_back_to" BETWEEN 0 AND "list_head"."version")
) STRICT;
--> statement-breakpoint
CREATE TABLE `account_role` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`account` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`account`, `owner`, `site`),
	CONSTRAINT "account_role_role" CHECK("account_role"."role" IN ('site_manager', 'safety_representative', 'client', 'guard', 'administrator'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `account_role_site` ON `account_role` (`site`);--> statement-breakpoint
CREATE TABLE `audit_line` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`at` text NOT NULL,
	`account` text NOT NULL,
	`action` text NOT NULL,
	`subject` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE INDEX `audit_line_site` ON `audit_line` (`site`);--> statement-breakpoint
CREATE TABLE `change` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`topic` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `list_check` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`day` text NOT NULL,
	`checked_at` text NOT NULL,
	`checked_by_name` text NOT NULL,
	`checked_by_role` text NOT NULL,
	`remark` text
) STRICT;
--> statement-breakpoint
CREATE INDEX `list_check_day` ON `list_check` (`site`,`day`);--> statement-breakpoint
CREATE TABLE `precondition` (
	`held` integer NOT NULL,
	CONSTRAINT "precondition_held" CHECK("precondition"."held" = 1)
) STRICT;
--> statement-breakpoint
CREATE TABLE `ledger_entry` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`agent` text NOT NULL,
	`epoch` integer NOT NULL,
	`sequence` integer NOT NULL,
	`kind` text NOT NULL,
	`occurred_ms` integer NOT NULL,
	`envelope` text NOT NULL,
	`hash` text NOT NULL,
	`personal` text,
	`salt` text,
	`received_at` text NOT NULL,
	PRIMARY KEY(`agent`, `epoch`, `sequence`),
	CONSTRAINT "ledger_entry_from_one" CHECK("ledger_entry"."epoch" >= 1 AND "ledger_entry"."sequence" >= 1),
	CONSTRAINT "ledger_entry_hash" CHECK(length("ledger_entry"."hash") = 64),
	CONSTRAINT "ledger_entry_personal_with_salt" CHECK(("ledger_entry"."personal" IS NULL) = ("ledger_entry"."salt" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE TABLE `ledger_head` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`agent` text NOT NULL,
	`epoch` integer NOT NULL,
	`sequence` integer NOT NULL,
	`hash` text NOT NULL,
	`latest_ms` integer NOT NULL,
	PRIMARY KEY(`agent`, `epoch`),
	CONSTRAINT "ledger_head_hash" CHECK(length("ledger_head"."hash") = 64)
) STRICT;
--> statement-breakpoint
CREATE TABLE `passage` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`agent` text NOT NULL,
	`epoch` integer NOT NULL,
	`sequence` integer NOT NULL,
	`occurred_ms` integer NOT NULL,
	`holder` text,
	`card` text,
	`gate` text NOT NULL,
	`portal` text NOT NULL,
	`direction` text NOT NULL,
	`from_zone` text NOT NULL,
	`to_zone` text NOT NULL,
	`evidence` text NOT NULL,
	`told` text NOT NULL,
	`tap` text,
	`received_at` text NOT NULL,
	CONSTRAINT "passage_direction" CHECK("passage"."direction" IN ('in', 'out')),
	CONSTRAINT "passage_evidence" CHECK("passage"."evidence" IN ('sensed', 'inferred', 'assumed')),
	CONSTRAINT "passage_told" CHECK("passage"."told" IN ('gate', 'guard'))
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `passage_fact` ON `passage` (`agent`,`epoch`,`sequence`);--> statement-breakpoint
CREATE INDEX `passage_site` ON `passage` (`site`);--> statement-breakpoint
CREATE INDEX `passage_site_occurred` ON `passage` (`site`,`occurred_ms`);--> statement-breakpoint
CREATE INDEX `passage_person` ON `passage` (`site`,`holder`,`agent`,`epoch`,`sequence`) WHERE "passage"."holder" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `quarantine` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`agent` text NOT NULL,
	`epoch` integer NOT NULL,
	`sequence` integer NOT NULL,
	`raw` text NOT NULL,
	`reason` text NOT NULL,
	`received_at` text NOT NULL,
	PRIMARY KEY(`agent`, `epoch`, `sequence`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `quarantine_site` ON `quarantine` (`site`);--> statement-breakpoint
CREATE TABLE `reader_state` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`reader` text NOT NULL,
	`state` text NOT NULL,
	`changed_ms` integer NOT NULL,
	`last_heard_ms` integer,
	`agent` text NOT NULL,
	`epoch` integer NOT NULL,
	`sequence` integer NOT NULL,
	PRIMARY KEY(`owner`, `site`, `reader`),
	CONSTRAINT "reader_state_state" CHECK("reader_state"."state" IN ('online', 'degraded', 'offline', 'unknown'))
) STRICT;
--> statement-breakpoint
CREATE TABLE `tap` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`agent` text NOT NULL,
	`epoch` integer NOT NULL,
	`sequence` integer NOT NULL,
	`tap` text NOT NULL,
	`occurred_ms` integer NOT NULL,
	`gate` text NOT NULL,
	`reader` text NOT NULL,
	`direction` text NOT NULL,
	`decision` text NOT NULL,
	`holder` text,
	`card` text,
	`sealed` text,
	PRIMARY KEY(`agent`, `epoch`, `sequence`),
	CONSTRAINT "tap_direction" CHECK("tap"."direction" IN ('in', 'out'))
) STRICT;
--> statement-breakpoint
CREATE INDEX `tap_site_occurred` ON `tap` (`site`,`occurred_ms`);--> statement-breakpoint
CREATE INDEX `tap_unmatched` ON `tap` (`site`,`occurred_ms`) WHERE "tap"."holder" IS NULL;--> statement-breakpoint
CREATE TABLE `card` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`id` text NOT NULL,
	`holder` text NOT NULL,
	`employer` text NOT NULL,
	`type` text NOT NULL,
	`number_printed` text,
	`number_normal` text,
	`issued_on` text,
	`printed_expiry_on` text,
	`registers` text NOT NULL,
	`lost_on` text,
	`blocked_at` text,
	`blocked_by` text,
	`blocked_reason` text,
	PRIMARY KEY(`owner`, `id`),
	CONSTRAINT "card_type" CHECK("card"."type" IN ('construction', 'cleaning', 'car_care', 'goods_transport', 'site')),
	CONSTRAINT "card_blocked" CHECK(("card"."blocked_at" IS NULL) = ("card"."blocked_by" IS NULL) AND ("card"."blocked_at" IS NULL) = ("card"."blocked_reason" IS NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX `card_holder` ON `card` (`owner`,`holder`);--> statement-breakpoint
CREATE INDEX `card_site` ON `card` (`site`);--> statement-breakpoint
CREATE TABLE `card_block` (
	`position` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`card` text NOT NULL,
	`change` text NOT NULL,
	`at` text,
	`by` text,
	`reason` text,
	CONSTRAINT "card_block_change" CHECK("card_block"."change" IN ('blocked', 'lifted')),
	CONSTRAINT "card_block_told" CHECK("card_block"."change" = 'lifted' OR ("card_block"."at" IS NOT NULL AND "card_block"."by" IS NOT NULL AND "card_block"."reason" IS NOT NULL))
) STRICT;
--> statement-breakpoint
CREATE INDEX `card_block_card` ON `card_block` (`owner`,`card`);--> statement-breakpoint
CREATE TABLE `contract_link` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`enterprise` text NOT NULL,
	`works_for` text NOT NULL,
	PRIMARY KEY(`owner`, `site`, `enterprise`, `works_for`)
) STRICT;
--> statement-breakpoint
CREATE TABLE `credential` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`id` text NOT NULL,
	`card` text NOT NULL,
	`technology` text NOT NULL,
	`bits` text NOT NULL,
	`bit_length` integer NOT NULL,
	PRIMARY KEY(`owner`, `id`),
	CONSTRAINT "credential_bits" CHECK("credential"."bits" <> '' AND "credential"."bits" NOT GLOB '*[^0-9a-f]*' AND length("credential"."bits") % 2 = 0),
	CONSTRAINT "credential_bit_length" CHECK("credential"."bit_length" BETWEEN 1 AND length("credential"."bits") * 4)
) STRICT;
--> statement-breakpoint
CREATE INDEX `credential_card` ON `credential` (`owner`,`card`);--> statement-breakpoint
CREATE TABLE `engagement` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`id` text NOT NULL,
	`holder` text NOT NULL,
	`employer` text NOT NULL,
	`hirer` text,
	`valid_from` text NOT NULL,
	`valid_until` text,
	`card` text,
	`proof` text,
	`proof_since` text,
	`recorded_at` text NOT NULL,
	`supersedes` text,
	`author` text NOT NULL,
	`reason` text,
	PRIMARY KEY(`owner`, `id`),
	CONSTRAINT "engagement_evidence" CHECK(("engagement"."card" IS NULL) <> ("engagement"."proof" IS NULL) AND ("engagement"."proof" IS NULL) = ("engagement"."proof_since" IS NULL)),
	CONSTRAINT "engagement_days" CHECK(length("engagement"."valid_from") = 10 AND ("engagement"."valid_until" IS NULL OR length("engagement"."valid_until") = 10))
) STRICT;
--> statement-breakpoint
CREATE INDEX `engagement_site` ON `engagement` (`site`);--> statement-breakpoint
CREATE INDEX `engagement_holder` ON `engagement` (`owner`,`holder`);--> statement-breakpoint
CREATE INDEX `engagement_supersedes` ON `engagement` (`owner`,`supersedes`) WHERE "engagement"."supersedes" IS NOT NULL;--> statement-breakpoint
CREATE TABLE `enterprise` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`id` text NOT NULL,
	`name` text NOT NULL,
	`org_number` text,
	`sole_proprietor` integer NOT NULL,
	PRIMARY KEY(`owner`, `id`),
	CONSTRAINT "enterprise_org_number" CHECK("enterprise"."org_number" IS NULL OR length("enterprise"."org_number") = 9)
) STRICT;
--> statement-breakpoint
CREATE INDEX `enterprise_site` ON `enterprise` (`site`);--> statement-breakpoint
CREATE TABLE `holder` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`id` text NOT NULL,
	`given_name` text NOT NULL,
	`family_name` text NOT NULL,
	`born_on` text,
	`language` text NOT NULL,
	PRIMARY KEY(`owner`, `id`),
	CONSTRAINT "holder_born_on" CHECK("holder"."born_on" IS NULL OR length("holder"."born_on") = 10)
) STRICT;
--> statement-breakpoint
CREATE INDEX `holder_site` ON `holder` (`site`);--> statement-breakpoint
CREATE TABLE `equipment` (
	`owner` text NOT NULL,
	`site` text NOT NULL,
	`place` integer NOT NULL,
	`agent` text,
	`connection` text NOT NULL,
	`readers` text NOT NULL,
	`gates` text NOT NULL,
	PRIMARY KEY(`owner`, `site`, `place`)
) STRICT;
--> statement-breakpoint
CREATE INDEX `equipment_agent` ON `equipment` (`agent`);--> statement-breakpoint
CREATE TABLE `owner` (
	`owner` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL
) STRICT;
--> statement-breakpoint
CREATE TABLE `site` (
	`owner` text NOT NULL,
	`site` text PRIMARY KEY NOT NULL,
	`code` text NOT NULL,
	`name` text NOT NULL,
	`address` text NOT NULL,
	`client` text NOT NULL,
	`list_keeper` text,
	`zones` text NOT NULL,
	`gates` text NOT NULL,
	`policy` text NOT NULL,
	CONSTRAINT "site_code" CHECK("site"."code" <> '' AND "site"."code" NOT GLOB '*[^a-z0-9-]*')
) STRICT;
--> statement-breakpoint
CREATE UNIQUE INDEX `site_code_unique` ON `site` (`code`);--> statement-breakpoint
CREATE TABLE `site_key` (
	`owner` text NOT NULL,
	`site` text PRIMARY KEY NOT NULL,
	`signing_public` text NOT NULL,
	`signing_private` text NOT NULL,
	`sealing_public` text NOT NULL,
	`sealing_private` text NOT NULL,
	`digest_id` text NOT NULL,
	`digest_key` text NOT NULL,
	FOREIGN KEY (`site`) REFERENCES `site`(`site`) ON UPDATE no action ON DELETE no action,
	CONSTRAINT "site_key_digest" CHECK(length("site_key"."digest_key") = 32)
) STRICT;
