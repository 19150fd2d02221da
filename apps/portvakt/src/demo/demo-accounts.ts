/** Who can sign in to the demo. The only place where a password is known beforehand: a real installation asks for one at set-up. */
import type { DemoAccount } from './seed-site.ts';

const PASSWORD = 'portvakt-demo';

export const administrator = { name: 'Demo Administrator', email: 'admin@portvakt.example', password: PASSWORD };

export const demoAccounts: readonly DemoAccount[] = [
  { name: 'Kari Løvås', email: 'leder@portvakt.example', password: PASSWORD, role: 'site_manager' },
  { name: 'Ola Verneheim', email: 'verneombud@portvakt.example', password: PASSWORD, role: 'safety_representative' },
  { name: 'Liv Byggherre', email: 'byggherre@portvakt.example', password: PASSWORD, role: 'client' },
];

export const signInHelp: readonly string[] = [
  'Sign in with',
  ...[...demoAccounts, { ...administrator, role: 'administrator' }].map(
    (a) => `  ${a.email}  /  ${a.password}  (${a.role.replaceAll('_', ' ')})`,
  ),
];
