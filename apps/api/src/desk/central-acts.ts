/** What is done at the desk. Each act resolves when it is durable; a block has then also reached the list and the agents' streams. */

import { ProblemError } from '@portvakt/desk';
import { type GateId, isId, type ReaderId, type Scope } from '@portvakt/domain';
import type { CentralStores, DeskCommand, Runtime, SiteActs } from '@portvakt/ports';
import type { CommandOrder } from '@portvakt/protocol';
import { instant } from '../central.ts';
import { giveOrder } from '../downlink/orders.ts';
import type { ChangeFeed } from '../feed/change-feed.ts';
import type { Projector } from '../projection/projector.ts';

export function centralActs(stores: CentralStores, feed: ChangeFeed, projector: Projector, runtime: Runtime): SiteActs {
  const order = async (scope: Scope, what: CommandOrder, by: string) => {
    await mustStandHere(stores, scope, what);
    const command = await giveOrder(stores, runtime, scope, what, by);
    await feed.catchUp();
    return command;
  };
  const setBlock: (...of: Parameters<CentralStores['people']['setBlock']>) => Promise<'done' | 'no_such_card'> = async (
    scope,
    card,
    blocked,
    lifted,
  ) => {
    // the store knows the owner's cards; here it must be one that is seen at this site
    const here = isId('card', card) && (await stores.people.people(scope)).cards.some((c) => c.id === card);
    if (!here || !(await stores.people.setBlock(scope, card, blocked, lifted))) return 'no_such_card';
    await projector.project(scope);
    await feed.catchUp();
    return 'done';
  };
  return {
    block: (scope, card, by, reason) => setBlock(scope, card, { at: instant(runtime), by: by.account, reason }),
    unblock: (scope, card, by) => setBlock(scope, card, undefined, { at: instant(runtime), by: by.account, reason: 'lifted at the desk' }),
    checkList: async (scope, check) => {
      await stores.checks.put(scope, check);
      await feed.catchUp();
    },
    command: async (scope, command, by) => ({ command: await order(scope, orderOf(command), by.account) }),
    manualPassage: async (scope, { holder, direction, gate }, by) => {
      if ((await stores.people.holder(scope, holder)) === undefined) throw new ProblemError('not_found');
      await order(scope, { kind: 'record_passage', holder, gate: gate as GateId, direction, by: by.account }, by.account);
    },
  };
}

/** The desk has checked the shapes of the ids. */
function orderOf(command: DeskCommand): CommandOrder {
  return command.kind === 'open' ? { ...command, gate: command.gate as GateId } : { ...command, reader: command.reader as ReaderId };
}

/** Nothing of another site is ordered about. */
async function mustStandHere({ sites }: CentralStores, scope: Scope, order: CommandOrder): Promise<void> {
  const gates = (await sites.site(scope.site))?.gates ?? [];
  const stands =
    'gate' in order
      ? gates.some((g) => g.id === order.gate)
      : !('reader' in order) || gates.some((g) => g.portals.some((p) => p.readers.some((r) => r.id === order.reader)));
  if (!stands) throw new ProblemError('not_found');
}
