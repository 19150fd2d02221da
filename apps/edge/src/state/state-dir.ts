/**
 * Everything the box keeps, in one folder:
 *
 *     identity.json                who this agent is: ids, its two private keys, the centre's public ones
 *     log.db                       the log; the gate process writes, the others read
 *     gate.json                    how the gate process fares, every second
 *     link.json                    how the link fares
 *     down/                        what came from the centre, as it came: signed, and sealed where it is about people
 *       card-status/               snapshot.bin and delta-<from>-<to>.bin
 *       list-keys/<key id>.json    keys of the digests, sealed
 *       site-config.json  roster.json  accounts.json  commands.json
 *       confirmed.json             which list the centre called current last, and when
 *     gate/list-mark.json          the newest list that was in force, so that an older file is seen
 *     gate/overlay.json            blocks that came before the next list
 *     inbox/                       passages noted by hand at the box's own pages, until they are in the log
 *     link/watermark.json          how far the centre has the log
 *     pages/sessions.json          who is signed in at the box, tokens hashed
 *
 * Whoever writes a file is the only one to write it.
 */
import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface StateDir {
  readonly root: string;
  readonly identity: string;
  readonly log: string;
  readonly gateStatus: string;
  readonly linkStatus: string;
  readonly cardStatus: string;
  readonly listKeys: string;
  readonly siteConfig: string;
  readonly roster: string;
  readonly accounts: string;
  readonly commands: string;
  readonly confirmed: string;
  readonly listMark: string;
  readonly overlay: string;
  readonly inbox: string;
  readonly watermark: string;
  readonly sessions: string;
}

export function stateDir(root: string): StateDir {
  const at = (...path: string[]) => join(root, ...path);
  return {
    root,
    identity: at('identity.json'),
    log: at('log.db'),
    gateStatus: at('gate.json'),
    linkStatus: at('link.json'),
    cardStatus: at('down', 'card-status'),
    listKeys: at('down', 'list-keys'),
    siteConfig: at('down', 'site-config.json'),
    roster: at('down', 'roster.json'),
    accounts: at('down', 'accounts.json'),
    commands: at('down', 'commands.json'),
    confirmed: at('down', 'confirmed.json'),
    listMark: at('gate', 'list-mark.json'),
    overlay: at('gate', 'overlay.json'),
    inbox: at('inbox'),
    watermark: at('link', 'watermark.json'),
    sessions: at('pages', 'sessions.json'),
  };
}

/** Makes the folders and sweeps up what a crash left half written. Done by the supervisor, before any child runs. */
export async function prepareStateDir(dir: StateDir): Promise<void> {
  const folders = [
    dir.root,
    join(dir.root, 'down'),
    dir.cardStatus,
    dir.listKeys,
    join(dir.root, 'gate'),
    dir.inbox,
    join(dir.root, 'link'),
    join(dir.root, 'pages'),
  ];
  for (const folder of folders) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    for (const name of await readdir(folder)) if (name.endsWith('.new')) await rm(join(folder, name), { force: true });
  }
}
