/**
 * Who may do what on our broker. A gate speaks under its own topics and hears its own commands; the agent does the rest of its site.
 * Nobody else, and nobody without a password.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { GateId, Scope } from '@portvakt/domain';
import { gateTopics, readTopic, siteRoot } from './topics.ts';

export type BrokerAccount =
  | { readonly role: 'agent'; readonly username: string; readonly password: string }
  /** Its user name is its gate id. */
  | { readonly role: 'gate'; readonly gate: GateId; readonly password: string };

export const usernameOf = (account: BrokerAccount): string => (account.role === 'agent' ? account.username : account.gate);

/** The account behind the login. Takes the same time for a wrong name, a wrong password and one that is nearly right. */
export function findAccount(
  accounts: readonly BrokerAccount[],
  username: string | undefined,
  password: Uint8Array | undefined,
): BrokerAccount | undefined {
  const named = accounts.find((account) => usernameOf(account) === username);
  const matches = timingSafeEqual(digest(password ?? ''), digest(named?.password ?? ''));
  return matches && named !== undefined && named.password !== '' ? named : undefined;
}

/** A client id belongs to its account, else one gate could throw another off the broker by taking its name. */
export function mayUseClientId(account: BrokerAccount, clientId: string): boolean {
  const name = usernameOf(account);
  return clientId === name || clientId.startsWith(`${name}-`);
}

export function mayPublish(account: BrokerAccount, scope: Scope, topic: string): boolean {
  const to = readTopic(scope, topic);
  if (!to) return false;
  return account.role === 'agent' ? to.kind === 'command' : to.gate === account.gate && to.kind !== 'command';
}

export function maySubscribe(account: BrokerAccount, scope: Scope, filter: string): boolean {
  return account.role === 'agent' ? filter.startsWith(siteRoot(scope)) : filter === gateTopics(scope, account.gate).command;
}

/** Digests are of one length, so the comparison tells nothing about the password's. */
function digest(password: Uint8Array | string): Uint8Array {
  return createHash('sha256').update(password).digest();
}
