import type { OverviewListDocument } from './document.ts';

/** `oversiktsliste_b4_2026-11-22.pdf`: letters, digits, hyphens and full stops only, so it is safe in a header and on any disk. */
export function fileName(document: Pick<OverviewListDocument, 'code' | 'list'>, extension: 'json' | 'csv' | 'pdf'): string {
  const code = document.code.replace(/[^A-Za-z0-9-]+/g, '-').slice(0, 64);
  return `oversiktsliste_${code}_${document.list.day}.${extension}`;
}
