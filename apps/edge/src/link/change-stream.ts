/** The centre's stream to this box: what changed, as it changes. It only says so; a topic that is lost costs until the next full look. */
import type { Cancel, Runtime } from '@portvakt/ports';
import { downlinkStream } from '@portvakt/protocol';
import { createParser } from 'eventsource-parser';
import type { z } from 'zod';
import { jsonOf } from '../state/identity.ts';
import { type CentreClient, unreachable } from './centre-client.ts';

/** The centre pings every ten seconds; a stream silent for this long is dead, whatever the socket says. */
export const SILENT_MAX_MS = 35_000;
/** Characters of one event; ours are a tenth of it. */
const EVENT_MAX = 16_384;

export type ChangedTopic = Extract<z.infer<typeof downlinkStream>, { event: 'changed' }>['data']['topics'][number];

/** Resolves when the stream has ended, with why; never rejects for what the network does. */
export async function followChanges(
  client: CentreClient,
  runtime: Runtime,
  stop: AbortSignal,
  heard: { open(): void; changed(topics: readonly ChangedTopic[]): void },
): Promise<'ended' | 'silent' | 'refused' | 'unreachable'> {
  const silent = new AbortController();
  let cancel: Cancel = () => undefined;
  const awaitWord = () => {
    cancel();
    cancel = runtime.after(SILENT_MAX_MS, () => silent.abort());
  };
  const parser = createParser({
    maxBufferSize: EVENT_MAX,
    onEvent: ({ event, data }) => {
      const read = downlinkStream.safeParse({ event, data: jsonOf(Buffer.from(data)) });
      if (read.success && read.data.event === 'changed') heard.changed(read.data.data.topics);
    },
  });
  try {
    awaitWord();
    const body = await client.listen('stream', AbortSignal.any([stop, silent.signal]));
    if (!(body instanceof ReadableStream)) return 'refused';
    heard.open();
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      awaitWord();
      parser.feed(decoder.decode(chunk, { stream: true }));
    }
    return 'ended';
  } catch (cause) {
    const fault = unreachable(cause);
    if (fault === cause && !(cause instanceof Error && 'code' in cause)) throw cause;
    return silent.signal.aborted ? 'silent' : 'unreachable';
  } finally {
    cancel();
  }
}
