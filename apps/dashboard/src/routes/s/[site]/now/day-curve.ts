/**
 * The day as a step line: what was counted, not what it may have been between counts. A dotted level for those expected; dashes from where a
 * gate's registrations are missing.
 */
import { clock, hourOfDay } from '#lib/format/site-time.ts';

export interface CurvePoint {
  readonly at: string;
  readonly inside: number;
}

export interface Frame {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Hours between the labels under the axis. */
  readonly hourStep: number;
}

export interface DayCurve {
  readonly levels: readonly { readonly y: number; readonly label: string }[];
  readonly hours: readonly { readonly x: number; readonly label: string; readonly anchor: 'middle' | 'end' }[];
  readonly solid: string;
  readonly dashed: string;
  readonly area: string;
  readonly now: { readonly x: number; readonly y: number; readonly label: string };
  readonly expectedY: number | undefined;
}

/**
 * The axis shows the working day, and more of the clock when someone is there outside it. For the first hour after the first arrival it
 * shows that hour alone: on the axis of a day it would be a wall.
 */
const FROM_HOUR = 5;
const UNTIL_HOUR = 18;
const CLOSE_HOURS = 1;
const CLOSE_MARGIN_HOURS = 1 / 12;
/** Minutes between labels when the axis is close. */
const CLOSE_STEPS = [5, 10, 15, 30];
const CLOSE_LABELS_MAX = 7;

export function dayCurve(
  points: readonly CurvePoint[],
  expected: number,
  nowMs: number,
  missingFromMs: number | undefined,
  frame: Frame,
): DayCurve {
  const nowHour = hourOfDay(nowMs);
  const [from, until] = span(points, nowHour);
  const top = axisTop(Math.max(expected, ...points.map((p) => p.inside)));
  const x = (hour: number): number =>
    round(frame.left + ((frame.right - frame.left) * (Math.min(Math.max(hour, from), until) - from)) / (until - from));
  const y = (count: number): number => round(frame.bottom - ((frame.bottom - frame.top) * count) / top);

  const steps = stepsUntil(points, from, nowHour);
  const missingHour = missingFromMs === undefined ? nowHour : Math.min(nowHour, Math.max(from, hourOfDay(missingFromMs)));
  const known = [...steps.filter((s) => s.hour <= missingHour), { hour: missingHour, inside: levelAt(steps, missingHour) }];
  const after = [{ hour: missingHour, inside: levelAt(steps, missingHour) }, ...steps.filter((s) => s.hour > missingHour)];
  const here = steps.at(-1)!;
  const draw = (part: readonly Step[]): string =>
    part.map((s, i) => (i === 0 ? `M${x(s.hour)} ${y(s.inside)}` : `H${x(s.hour)}V${y(s.inside)}`)).join('');

  return {
    levels: levels(top).map((count) => ({ y: y(count), label: String(count) })),
    hours: labelsOf(from, until, frame.hourStep).map(({ hour, label }) => ({
      x: x(hour),
      label,
      anchor: hour === until ? 'end' : 'middle',
    })),
    solid: draw(known),
    dashed: missingHour < nowHour ? draw(after) : '',
    area: `${draw(steps)}V${frame.bottom}H${x(steps[0]!.hour)}z`,
    now: { x: x(nowHour), y: y(here.inside), label: clock(nowMs) },
    expectedY: expected > 0 ? y(expected) : undefined,
  };
}

interface Step {
  readonly hour: number;
  readonly inside: number;
}

function stepsUntil(points: readonly CurvePoint[], from: number, nowHour: number): readonly Step[] {
  const steps = points.map((p) => ({ hour: hourOfDay(p.at), inside: p.inside })).filter((s) => s.hour <= nowHour);
  const before = steps.findLast((s) => s.hour <= from)?.inside ?? 0;
  const shown = steps.filter((s) => s.hour > from);
  return [{ hour: from, inside: before }, ...shown, { hour: Math.max(from, nowHour), inside: shown.at(-1)?.inside ?? before }];
}

function levelAt(steps: readonly Step[], hour: number): number {
  return steps.findLast((s) => s.hour <= hour)?.inside ?? 0;
}

function span(points: readonly CurvePoint[], nowHour: number): readonly [number, number] {
  const first = points.find((p, i) => i > 0 && p.inside !== points[0]!.inside);
  const firstHour = first && hourOfDay(first.at);
  if (firstHour !== undefined && firstHour >= FROM_HOUR && nowHour - firstHour < CLOSE_HOURS) {
    const from = Math.floor((firstHour - CLOSE_MARGIN_HOURS) * 12) / 12;
    return [from, Math.min(24, Math.max(from + 0.5, nowHour + CLOSE_MARGIN_HOURS))];
  }
  const from = Math.min(FROM_HOUR, Math.floor(first ? hourOfDay(first.at) : FROM_HOUR), Math.floor(nowHour));
  return [from, Math.min(24, Math.max(UNTIL_HOUR, Math.ceil(nowHour + 0.25)))];
}

function labelsOf(from: number, until: number, step: number): readonly { readonly hour: number; readonly label: string }[] {
  if (until - from > 2) return hourLabels(from, until, step).map((hour) => ({ hour, label: String(hour).padStart(2, '0') }));
  const minutes = CLOSE_STEPS.find((m) => ((until - from) * 60) / m <= CLOSE_LABELS_MAX * (step > 2 ? 0.6 : 1)) ?? 30;
  const firstMinute = Math.floor((from * 60) / minutes) * minutes + minutes;
  return Array.from({ length: CLOSE_LABELS_MAX }, (_, i) => firstMinute + i * minutes)
    .filter((m) => m < until * 60)
    .map((m) => ({ hour: m / 60, label: `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}` }));
}

function hourLabels(from: number, until: number, step: number): readonly number[] {
  const wide = until - from > 14 ? step * 2 : step;
  return Array.from({ length: 25 }, (_, hour) => hour).filter((hour) => hour >= from && hour <= until && hour % wide === 0 && hour > from);
}

/** Air over the highest line, for its label. */
function axisTop(highest: number): number {
  return Math.max(5, highest) * 1.1;
}

function levels(top: number): readonly number[] {
  const rough = top / 2;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, [1, 2, 5, 10].map((n) => n * power).findLast((n) => n <= rough) ?? power);
  return Array.from({ length: Math.floor(top / step) }, (_, i) => (i + 1) * step);
}

const round = (n: number): number => Math.round(n * 10) / 10;

/** The same as a table: the number at each full hour since the first came, and now. */
export function byHour(points: readonly CurvePoint[], nowMs: number): readonly { readonly time: string; readonly inside: number }[] {
  const nowHour = hourOfDay(nowMs);
  const steps = points.map((p) => ({ hour: hourOfDay(p.at), inside: p.inside }));
  const first = steps.find((s) => s.inside > 0)?.hour ?? nowHour;
  const rows = Array.from({ length: 24 }, (_, hour) => hour)
    .filter((hour) => hour >= first && hour <= nowHour)
    .map((hour) => ({ time: `${String(hour).padStart(2, '0')}:00`, inside: levelAt(steps, hour) }));
  return [...rows, { time: clock(nowMs), inside: levelAt(steps, nowHour) }];
}
