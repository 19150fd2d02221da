/** The § 15 list for another program. */
import { canonicalJson } from './digest.ts';
import type { OverviewListDocument } from './document.ts';

/** Names the shape below; a change that could break a reader gets a new number. */
const FORMAT = 'portvakt-oversiktsliste/1';

/**
 * `list` holds a–e and nothing more; beside it stand who checked it and the digest. To verify: sort the keys of `list` (RFC 8785 as it
 * stands here), write it without blanks, SHA-256.
 */
export function toJson(document: OverviewListDocument): string {
  const { check } = document;
  const whole = {
    format: FORMAT,
    code: document.code,
    generatedAt: document.generatedAt,
    keptBy: document.keptBy ?? null,
    check: check && {
      day: check.day,
      checkedAt: check.checkedAt,
      checkedBy: { name: check.checkedBy.name, role: check.checkedBy.role },
      remark: check.remark,
    },
    digest: { algorithm: 'SHA-256', value: document.digest },
    list: JSON.parse(canonicalJson(document.list)) as unknown,
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
