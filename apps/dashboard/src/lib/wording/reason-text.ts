/** Why someone was turned away, and what they were told, in words for the site office. */
import type { DenialReason, Notice } from '@portvakt/domain';
import { m } from '#lib/paraglide/messages.js';

export const denialTexts: Readonly<Record<DenialReason, () => string>> = {
  card_unknown: m.denial_card_unknown,
  card_ambiguous: m.denial_card_ambiguous,
  card_blocked: m.denial_card_blocked,
  card_lost: m.denial_card_lost,
  card_type_not_allowed: m.denial_card_type_not_allowed,
  card_expired: m.denial_card_expired,
  not_engaged_yet: m.denial_not_engaged_yet,
  engagement_ended: m.denial_engagement_ended,
  no_list: m.denial_no_list,
  list_too_old: m.denial_list_too_old,
  log_unavailable: m.denial_log_unavailable,
  gate_fault: m.denial_gate_fault,
};

export const noticeTexts: Readonly<Record<Notice, () => string>> = {
  card_expires_soon: m.notice_card_expires_soon,
  registers_unclear: m.notice_registers_unclear,
  list_is_old: m.notice_list_is_old,
};
