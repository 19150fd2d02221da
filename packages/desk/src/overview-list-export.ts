/** The § 15 list in the format that was asked for: JSON, CSV or PDF, the same rows in each. */
import { isSiteDay, type Site, type SiteDay } from '@portvakt/domain';
import type { SiteReads } from '@portvakt/ports';
import { digestOf, fileName, type OverviewListDocument, toCsv, toJson, toPdf } from '@portvakt/reports';
import { ProblemError } from './problem.ts';

export type ListFormat = 'json' | 'csv' | 'pdf';

const mediaTypes: Readonly<Record<ListFormat, string>> = { json: 'application/json', csv: 'text/csv', pdf: 'application/pdf' };
export const listMediaTypes: readonly string[] = Object.values(mediaTypes);

/** `2026-11-22`, or with a suffix that names the format. */
export function readDay(text: string): { readonly day: SiteDay; readonly suffix: ListFormat | undefined } {
  const [, day, suffix] = /^([^.]*)(?:\.(json|csv|pdf))?$/.exec(text) ?? [];
  if (!isSiteDay(day)) throw new ProblemError('invalid_input', { detail: 'A day is written YYYY-MM-DD.' });
  return { day, suffix: suffix as ListFormat | undefined };
}

/** The suffix wins; else the first of the wanted types that is made here, by weight; else JSON. */
export function wantedFormat(suffix: ListFormat | undefined, accept: string | undefined): ListFormat {
  if (suffix) return suffix;
  if (!accept) return 'json';
  const wanted = accept
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.trim().toLowerCase().split(';');
      const q = parameters.map((p) => /^\s*q=([\d.]+)/.exec(p)?.[1]).find((w) => w !== undefined);
      return { type: type.trim(), weight: q === undefined ? 1 : Number(q) };
    })
    .filter((w) => w.weight > 0)
    .toSorted((a, b) => b.weight - a.weight);
  for (const { type } of wanted) {
    if (type === '*/*' || type === 'application/*') return 'json';
    if (type === 'text/*') return 'csv';
    const format = (Object.keys(mediaTypes) as ListFormat[]).find((f) => mediaTypes[f] === type);
    if (format) return format;
  }
  throw new ProblemError('not_acceptable', { detail: `Made here: ${listMediaTypes.join(', ')}.` });
}

export async function exportList(reads: SiteReads, site: Site, day: SiteDay, format: ListFormat, nowMs: number): Promise<Response> {
  const list = await reads.overviewList(site.id, day);
  const [check] = await reads.checks(site.id, day, day);
  const document: OverviewListDocument = {
    list,
    code: site.code,
    check: check ?? null,
    generatedAt: new Date(nowMs).toISOString(),
    digest: digestOf(list),
  };
  const body = format === 'pdf' ? await toPdf(document) : format === 'csv' ? toCsv(document) : toJson(document);
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
    headers: {
      'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : mediaTypes[format],
      'content-disposition': `attachment; filename="${fileName(document, format)}"`,
      'cache-control': 'no-store',
      vary: 'accept',
    },
  });
}
