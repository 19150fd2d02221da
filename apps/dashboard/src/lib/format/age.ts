/** How old something is, in one unit: 4 s, 11 min, 3 t. */
import { m } from '#lib/paraglide/messages.js';

export interface Age {
  readonly unit: 's' | 'min' | 'h' | 'd';
  readonly count: number;
}

export function ageOf(ms: number): Age {
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return { unit: 's', count: s };
  if (s < 3600) return { unit: 'min', count: Math.floor(s / 60) };
  if (s < 48 * 3600) return { unit: 'h', count: Math.floor(s / 3600) };
  return { unit: 'd', count: Math.floor(s / 86_400) };
}

export function ageText(ms: number): string {
  const { unit, count } = ageOf(ms);
  switch (unit) {
    case 's':
      return m.age_s({ count });
    case 'min':
      return m.age_min({ count });
    case 'h':
      return m.age_h({ count });
    case 'd':
      return m.age_d({ count });
  }
}
