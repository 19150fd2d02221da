import { describe, expect, it } from 'vitest';
import { byHour, dayCurve, type Frame } from './day-curve.ts';

const frame: Frame = { width: 800, left: 34, right: 794, top: 20, bottom: 200, hourStep: 2 };
const at = (clock: string) => new Date(`2026-11-20T${clock}:00+01:00`).toISOString();
const ms = (clock: string) => Date.parse(at(clock));
const day = [
  { at: at('00:00'), inside: 0 },
  { at: at('06:30'), inside: 1 },
  { at: at('07:00'), inside: 40 },
  { at: at('09:00'), inside: 38 },
];

describe('the curve of a day', () => {
  it('steps at each count and ends now', () => {
    const curve = dayCurve(day, 50, ms('09:12'), undefined, frame);
    expect(curve.solid).toMatch(/^M34 200H[\d.]+V/);
    expect(curve.solid.endsWith(`H${curve.now.x}V${curve.now.y}`)).toBe(true);
    expect(curve.dashed).toBe('');
    expect(curve.now.label).toBe('09:12');
  });

  it('shows the first hour after the first arrival close up, by the minute', () => {
    const close = dayCurve(day.slice(0, 2), 50, ms('06:40'), undefined, frame);
    expect(close.hours.map((h) => h.label)).toEqual(['06:30', '06:35', '06:40', '06:45', '06:50']);
    expect(close.now.x).toBeGreaterThan(frame.left + (frame.right - frame.left) * 0.4);
    expect(dayCurve(day, 50, ms('07:31'), undefined, frame).hours.map((h) => h.label)).toEqual(['06', '08', '10', '12', '14', '16', '18']);
  });

  it('is dashed from where a gate went silent', () => {
    const curve = dayCurve(day, 50, ms('09:12'), ms('08:00'), frame);
    expect(curve.dashed).toContain(`H${curve.now.x}`);
    expect(curve.solid).not.toContain(`H${curve.now.x}`);
  });

  it('keeps within its frame with nobody there and nobody expected', () => {
    const curve = dayCurve([{ at: at('00:00'), inside: 0 }], 0, ms('05:36'), undefined, frame);
    expect(curve.now.y).toBe(frame.bottom);
    expect(curve.expectedY).toBeUndefined();
    expect(`${curve.solid}${curve.area}`).not.toMatch(/NaN|Infinity/);
  });

  it('widens the axis for a night shift and a late evening', () => {
    const night = dayCurve(
      [
        { at: at('00:00'), inside: 3 },
        { at: at('01:30'), inside: 4 },
      ],
      4,
      ms('22:40'),
      undefined,
      frame,
    );
    expect(night.hours.map((h) => h.label)).toEqual(['04', '08', '12', '16', '20']);
    expect(night.solid.startsWith('M34 ')).toBe(true);
  });

  it('has levels in round steps under the top', () => {
    expect(dayCurve(day, 203, ms('09:12'), undefined, frame).levels.map((l) => l.label)).toEqual(['100', '200']);
    expect(dayCurve(day, 0, ms('09:12'), undefined, { ...frame }).levels.length).toBeGreaterThan(1);
  });

  it('is told as a table too', () => {
    expect(byHour(day, ms('09:12'))).toEqual([
      { time: '07:00', inside: 40 },
      { time: '08:00', inside: 40 },
      { time: '09:00', inside: 38 },
      { time: '09:12', inside: 38 },
    ]);
  });
});
