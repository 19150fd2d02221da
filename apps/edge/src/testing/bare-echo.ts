/**
 * The least that can be done between a tap and a gate: read fourteen bytes, append an entry's worth to a file and flush it, say eight
 * bytes. No decision, no database, no protocol: what is above this is ours.
 */
import { constants, fdatasyncSync, openSync, writeSync } from 'node:fs';
import process from 'node:process';
import { ReadStream } from 'node:tty';

const FRAME = 14;
/** About what one tap leaves in the log. */
const ENTRY = Buffer.alloc(1_024, 0x61);
const OPEN = Uint8Array.of(0xfe, 0x80, 0x01, 0x00, 0x00, 0x00, 0xab);

const [, , readerPath = '', gatePath = '', filePath = ''] = process.argv;
const file = openSync(filePath, 'a');
const gateLine = openSync(gatePath, constants.O_RDWR | constants.O_NOCTTY);
const gate = new ReadStream(gateLine);
gate.setRawMode(true);
gate.resume();
const reader = new ReadStream(openSync(readerPath, constants.O_RDWR | constants.O_NOCTTY));
reader.setRawMode(true);
let heard = 0;
reader.on('data', (bytes) => {
  heard += bytes.length;
  while (heard >= FRAME) {
    heard -= FRAME;
    writeSync(file, ENTRY);
    fdatasyncSync(file);
    writeSync(gateLine, OPEN);
  }
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
