import { defineCommand } from 'citty';
import { codes } from '../export/export-call.ts';
import { listCommand } from '../export/list-command.ts';
import { logCommand } from '../export/log-command.ts';

export const command = defineCommand({
  meta: { name: 'export', description: `The § 15 list of a day, or the log of the gates. ${codes}` },
  subCommands: { list: listCommand, log: logCommand },
});
