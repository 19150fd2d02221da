import type { SessionView } from '@portvakt/protocol';
import { m } from '#lib/paraglide/messages.js';

type Role = SessionView['sites'][number]['role'];

const texts: Readonly<Record<Role, () => string>> = {
  site_manager: m.role_site_manager,
  safety_representative: m.role_safety_representative,
  client: m.role_client,
  guard: m.role_guard,
  administrator: m.role_administrator,
};

/** The contract carries the role of who checked a list as text; an unknown one is shown as it came. */
export function roleText(role: string): string {
  return role in texts ? texts[role as Role]() : role;
}
