/** The pages of a site, in the order of the menu. Only what exists is linked. */
import Gauge from '@lucide/svelte/icons/gauge';
import ListChecks from '@lucide/svelte/icons/list-checks';
import Users from '@lucide/svelte/icons/users';
import { m } from '#lib/paraglide/messages.js';

export const pages = [
  { path: 'now', name: m.nav_now, short: m.nav_now, icon: Gauge },
  { path: 'people', name: m.nav_people, short: m.nav_people, icon: Users },
  { path: 'list', name: m.nav_list, short: m.nav_list_short, icon: ListChecks },
] as const;

/** `aria-current` of a link, for the page itself and those below it. */
export function currentIn(pathname: string, code: string, path: string): 'page' | undefined {
  const own = `/s/${code}/${path}`;
  return pathname === own || pathname.startsWith(`${own}/`) ? 'page' : undefined;
}
