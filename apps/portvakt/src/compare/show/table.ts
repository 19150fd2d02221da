/**
 * The comparison for eyes: a table of what differs and what came last, then the sums. Nobody's name is in it; a person is the end of
 * an id.
 */
import type { HolderId } from '@portvakt/domain';
import type { Comparison, Row } from '../compare-records.ts';
import { type Finding, isFault, wordsFor } from '../finding.ts';
import type { Why } from '../match/three-headcounts.ts';
import { holderOf, type ReadEntry } from '../read/read-entry.ts';
import { pickRows } from './pick-rows.ts';

const time = new Intl.DateTimeFormat('nb-NO', { timeZone: 'Europe/Oslo', hour: '2-digit', minute: '2-digit', second: '2-digit' });

export function tableOf(comparison: Comparison, options: { readonly all: boolean }): string {
  const { rows, left } = pickRows(comparison.rows, options);
  const head = ['', 'time', 'gate', 'person', 'the street', 'the edge', 'the centre', ''];
  const cells = [head, ...rows.map((row) => cellsOf(row, comparison))];
  const widths = head.map((_, column) => Math.max(...cells.map((line) => line[column]!.length)));
  const lines = cells.map((line) =>
    line
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  const skipped = left === 0 ? [] : [`   … ${left} more rows; --all shows them`];
  return [`Site ${comparison.site.code}`, ...lines, ...skipped, '', ...sumsOf(comparison), ''].join('\n');
}

/** The end of the id: its beginning is the time it was made, alike for many. */
export const shortId = (holder: HolderId): string => `…${holder.slice(-8)}`;

function cellsOf(row: Row, { site }: Comparison): readonly string[] {
  const { visit, entries, findings } = row;
  const mark = findings.some(isFault) ? '✖' : findings.length > 0 ? '·' : '✔';
  const words = findings.filter((f) => f !== 'waiting').map(wordsFor);
  const atCentreOnly = findings.includes('unknown_to_edge');
  const logged = entries.map(entryText).join(' + ');
  return [
    mark,
    row.atMs === 0 ? '–' : time.format(row.atMs),
    gateText(row, site),
    personText(row),
    visitText(visit),
    atCentreOnly ? '–' : logged || '–',
    atCentreOnly ? logged : centreText(entries, findings),
    [...new Set(words)].join('; '),
  ];
}

function gateText({ visit, entries: [first] }: Row, site: Comparison['site']): string {
  if (visit !== undefined) return `${visit.plate} ${visit.direction}`;
  const envelope = first?.envelope;
  if (envelope === undefined || !('gate' in envelope)) return '';
  const plate = site.gates.find((gate) => gate.id === envelope.gate)?.plate ?? '?';
  return 'direction' in envelope ? `${plate} ${envelope.direction}` : plate;
}

function personText({ visit, entries: [first] }: Row): string {
  const holder = visit?.holder ?? (first === undefined ? null : holderOf(first));
  if (holder) return shortId(holder);
  return visit !== undefined ? 'stranger' : '';
}

function visitText(visit: Row['visit']): string {
  if (visit === undefined) return '–';
  const did = visit.walked ? 'walked' : visit.opened === true ? 'turned round' : 'stayed';
  return `${visit.visit}: ${visit.bits === null ? 'no card' : visit.opened === true ? 'opened' : 'shut'}, ${did}`;
}

function entryText({ entry, envelope }: ReadEntry): string {
  const place = `${entry.epoch}:${entry.sequence}`;
  if (envelope === undefined) return `${place} ?`;
  if (envelope.kind !== 'tap') return `${place} ${envelope.kind.replace('_', ' ')}`;
  return `${place} ${envelope.decision.kind === 'denied' ? envelope.decision.reason : 'granted'}`;
}

function centreText(entries: readonly ReadEntry[], findings: readonly Finding[]): string {
  if (entries.length === 0) return '–';
  if (findings.includes('waiting')) return 'not sent yet';
  const worst = (['missing', 'set_aside', 'different', 'doubled_entry', 'not_counted'] as const).find((f) => findings.includes(f));
  return worst === undefined ? 'same' : worst.replace('_', ' ');
}

const whys: Readonly<Record<Why, string>> = {
  walked_silently: 'walked by without a card',
  assumed_at_gate: 'turned round at a gate that senses nothing',
  presumed: 'let in while nobody heard the barrier; believed inside',
  unheard_exit: 'let out while nobody heard the barrier; not believed gone',
  no_list: 'walked before the box had its list',
  by_guard: 'a guard said so',
  in_progress: 'at the gate while this was read',
  not_sent_yet: 'not sent yet',
  matched_at_centre: 'the centre knew the card, the box did not',
  told_by_another_box: 'told by another box',
  unexplained: 'UNEXPLAINED',
};

function sumsOf({ sums, headcounts, inOrder }: Comparison): readonly string[] {
  const { street, edge, centre, differences } = headcounts;
  const saw =
    sums.visits === null ? 'not simulated' : `${sums.visits} visits with a card (${sums.notRead} not read), ${sums.walkedSilently} without`;
  return [
    `  the street   ${saw}`,
    `  the edge     ${sums.entriesAtEdge} entries: ${sums.taps} taps, ${sums.passages} passages`,
    `  the centre   ${sums.entriesAtCentre} entries, ${sums.waiting} not sent yet`,
    `  lost ${sums.lost}   doubled ${sums.doubled}   wrongly opened ${sums.wronglyOpened}   other faults ${sums.otherFaults}   unexplained ${sums.unexplained}   at the gate now ${sums.inProgress}`,
    `  inside       street ${street ?? '–'}   edge ${edge}   centre ${centre}`,
    ...differences.map((d) => `    ${shortId(d.holder)} is inside by the ${d.inside} (${d.between.replaceAll('_', ' ')}): ${whys[d.why]}`),
    inOrder ? '  ✔ in order' : '  ✖ not in order',
  ];
}
