/** Orders on their way down: the file says what is pending now, as the centre signed it. Whether to obey is for the gate process. */
import { OperatingError } from '@portvakt/ports';
import { pendingCommands } from '@portvakt/protocol';
import { readIfThere, writeAtomically } from '../state/atomic-file.ts';
import { jsonOf } from '../state/identity.ts';
import type { CentreClient } from './centre-client.ts';

export class CommandsPull {
  readonly #path: string;
  readonly #client: CentreClient;
  #written: string | undefined;

  constructor(path: string, client: CentreClient) {
    this.#path = path;
    this.#client = client;
  }

  async begin(): Promise<void> {
    this.#written = (await readIfThere(this.#path))?.toString('utf8');
  }

  async pull(): Promise<'current' | 'changed' | 'refused'> {
    const answer = await this.#client.ask({ method: 'GET', path: 'commands' });
    if (!answer.ok) throw new OperatingError('link_busy', `no commands: ${answer.code ?? answer.status}`);
    const read = pendingCommands.safeParse(jsonOf(answer.bytes));
    if (!read.success) return 'refused';
    const text = JSON.stringify(read.data);
    if (text === this.#written || (this.#written === undefined && read.data.commands.length === 0)) return 'current';
    await writeAtomically(this.#path, text);
    this.#written = text;
    return 'changed';
  }
}
