/** The asking side of one connection thread: bounded, and with an answer to every call whatever becomes of the thread. */
import { Worker } from 'node:worker_threads';
import { OperatingError } from '@portvakt/ports';
import { type Answer, BYTES_WAITING_MAX, CALLS_WAITING_MAX, type DatabaseStats, type Statement } from '../database/database.ts';
import { workerUrl } from '../places.ts';
import type { ThreadCall, ThreadReport, ThreadSetup, Work } from './thread-call.ts';

export interface DatabaseThread {
  call(kind: 'write' | 'read', statements: readonly Statement[], bytes: number): Promise<readonly Answer[]>;
  checkpoint(): Promise<void>;
  stats(): DatabaseStats;
  close(): Promise<void>;
}

interface Waiting {
  readonly kind: ThreadCall['kind'];
  readonly bytes: number;
  resolve(answers: readonly Answer[]): void;
  reject(error: OperatingError): void;
}

/**
 * The driver's finished statements are freed by the garbage collector, which does not see how large they are. With a small young
 * generation it runs often enough: after 100,000 appends a process had grown by 25 MB, and by 100 MB without.
 */
const YOUNG_GENERATION_MB = 4;

export async function startThread(setup: ThreadSetup): Promise<DatabaseThread> {
  const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_GENERATION_MB };
  const worker = new Worker(workerUrl, { workerData: setup, name: `storage-${setup.role}`, resourceLimits });
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let waitingBytes = 0;
  let writes = 0;
  let commits = 0;
  let closing = false;
  const opened = Promise.withResolvers<void>();
  const exited = Promise.withResolvers<void>();

  const fail = (cause?: unknown) => {
    const gone = new OperatingError('store_unavailable', 'the thread of the store has ended', cause);
    opened.reject(gone);
    for (const call of waiting.values()) call.reject(gone);
    waiting.clear();
    waitingBytes = 0;
    closing = true;
  };
  worker.on('message', (report: ThreadReport) => {
    if (report.kind === 'open') return opened.resolve();
    if (report.kind === 'failed') return opened.reject(new OperatingError(report.fault.code, report.fault.message));
    commits += report.commits;
    for (const answer of report.answers) {
      const call = waiting.get(answer.id);
      if (call === undefined) continue;
      waiting.delete(answer.id);
      waitingBytes -= call.bytes;
      if (call.kind === 'write') writes += 1;
      if (answer.ok) call.resolve(answer.answers);
      else call.reject(new OperatingError(answer.fault.code, answer.fault.message));
    }
  });
  worker.on('error', fail);
  worker.on('exit', () => {
    fail();
    exited.resolve();
  });

  const post = (bytes: number, make: (id: number) => Work): Promise<readonly Answer[]> => {
    if (closing) return Promise.reject(new OperatingError('store_unavailable', 'the store is closed'));
    if (waiting.size >= CALLS_WAITING_MAX || waitingBytes + bytes > BYTES_WAITING_MAX) {
      return Promise.reject(new OperatingError('queue_full', `${waiting.size} calls are waiting for the store`));
    }
    const id = nextId;
    nextId += 1;
    waitingBytes += bytes;
    const { promise, resolve, reject } = Promise.withResolvers<readonly Answer[]>();
    const work = make(id);
    waiting.set(id, { kind: work.kind, bytes, resolve, reject });
    worker.postMessage(work);
    return promise;
  };

  await opened.promise;
  return {
    call: (kind, statements, bytes) => post(bytes, (id) => ({ kind, id, statements })),
    checkpoint: async () => void (await post(0, (id) => ({ kind: 'checkpoint', id }))),
    stats: () => ({ writes, commits, waiting: waiting.size, waitingBytes }),
    close: () => {
      if (!closing) worker.postMessage({ kind: 'close' } satisfies ThreadCall);
      closing = true;
      return exited.promise;
    },
  };
}
