/**
 * The thread that holds a connection. It ends by itself once it is closed: leaving a thread by `process.exit` while the native
 * library is loaded crashes the process.
 *
 * A call that finds the thread idle is worked on at once, together with all that have arrived by then; those that arrive meanwhile
 * are the next group. Between groups the event loop turns, for only then are the driver's finished statements freed.
 */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { faultFrom } from '../database/driver-fault.ts';
import { type Connection, openConnection } from './connection.ts';
import { answerAlone, type Committed, commitTogether, GROUP_CALLS_MAX, type WriteCall } from './group-commit.ts';
import type { ThreadCall, ThreadReport, ThreadSetup, Work } from './thread-call.ts';

async function serve(port: MessagePort, setup: ThreadSetup): Promise<void> {
  const report = (message: ThreadReport) => port.postMessage(message);
  let connection: Connection;
  try {
    connection = await openConnection(setup);
  } catch (cause) {
    report({ kind: 'failed', fault: faultFrom(cause) });
    port.close();
    return;
  }

  const waiting: Work[] = [];
  let closing = false;
  let working = false;
  const take = (call: ThreadCall) => {
    if (call.kind === 'close') closing = true;
    else waiting.push(call);
  };
  const takeAll = () => {
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) take(next.message as ThreadCall);
  };
  const work = async () => {
    takeAll();
    const done = await workOnce(connection, waiting);
    if (done !== undefined) report({ kind: 'answers', ...done });
    working = waiting.length > 0 || closing;
    if (waiting.length > 0) setImmediate(work);
    else if (closing) await finish(connection, setup.role, port);
  };
  port.on('message', (call: ThreadCall) => {
    take(call);
    if (working) return;
    working = true;
    void work();
  });
  report({ kind: 'open' });
}

/** Takes the writes that stand first in the queue, or the one other thing that does. */
async function workOnce(connection: Connection, waiting: Work[]): Promise<Committed | undefined> {
  const writes: WriteCall[] = [];
  for (let next = waiting[0]; next?.kind === 'write' && writes.length < GROUP_CALLS_MAX; next = waiting[0]) {
    writes.push(next);
    waiting.shift();
  }
  if (writes.length > 0) return commitTogether(connection, writes);
  const call = waiting.shift();
  if (call === undefined) return undefined;
  if (call.kind !== 'checkpoint') return { answers: [await answerAlone(connection, call)], commits: 0 };
  try {
    await connection.checkpoint();
    return { answers: [{ id: call.id, ok: true, answers: [] }], commits: 0 };
  } catch (cause) {
    return { answers: [{ id: call.id, ok: false, fault: faultFrom(cause) }], commits: 0 };
  }
}

async function finish(connection: Connection, role: ThreadSetup['role'], port: MessagePort): Promise<void> {
  try {
    if (role === 'writer') await connection.checkpoint();
  } catch {
    // a full disk or a reader in the way: everything is durable in the write-ahead log, and the next opening takes it up
  }
  connection.close();
  port.close();
}

// the two are set by whoever started this thread
await serve(parentPort as MessagePort, workerData as ThreadSetup);
