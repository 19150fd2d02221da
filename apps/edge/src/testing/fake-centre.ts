/** A tiny centre over real HTTP: it takes uploads, hands out papers, and fails as it is told. */
import { createPublicKey } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  type HelloRequest,
  helloRequest,
  PROTOCOL_VERSION,
  type ProblemCode,
  problems,
  type UplinkEntry,
  uplinkBatch,
} from '@portvakt/protocol';
import type { SignedText } from '@portvakt/trust';
import { jwtVerify } from 'jose';
import type { Identity } from '../state/identity.ts';

/** What becomes of the next upload. `lost`: it is committed and the answer never comes. */
export type UploadFate = 'taken' | 'lost' | 'dropped' | 'unreadable' | { readonly problem: ProblemCode; readonly retryAfterS?: number };

export interface FakeCentre {
  readonly url: string;
  /** Entries the centre has, by sequence. */
  readonly ledger: Map<number, UplinkEntry>;
  readonly uploads: { readonly from: number; readonly count: number; readonly bytes: number; readonly atMs: number }[];
  readonly hellos: HelloRequest[];
  readonly asked: string[];
  /** Fates of the next uploads; then all are taken. */
  fates: UploadFate[];
  epoch: number;
  /** Sequences that are set aside as unreadable. */
  poison: Set<number>;
  /** Wall clock of the centre less the real one. */
  offMs: number;
  papers: {
    siteConfig?: SignedText;
    roster?: SignedText;
    accounts?: SignedText;
    listKey?: SignedText;
    commands: SignedText[];
    list?: (query: URLSearchParams) => Uint8Array | undefined;
  };
  down: boolean;
  changed(...topics: string[]): void;
  close(): Promise<void>;
}

export async function fakeCentre(me: Identity): Promise<FakeCentre> {
  const streams = new Set<ServerResponse>();
  const key = createPublicKey({ key: Buffer.from(me.signing.publicKey, 'base64url'), format: 'der', type: 'spki' });
  const now = () => Date.now() + centre.offMs;

  const server = createServer((request, response) => {
    response.sendDate = false;
    response.setHeader('date', new Date(now()).toUTCString());
    if (centre.down) {
      request.socket.destroy();
      return;
    }
    answer(request, response).catch((cause: unknown) => {
      response.destroy(cause instanceof Error ? cause : undefined);
    });
  });
  const json = (response: ServerResponse, value: unknown, status = 200) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  const refuse = (response: ServerResponse, code: ProblemCode, more: object = {}) =>
    json(response, { type: 'x', title: problems[code].title, status: problems[code].status, code, ...more }, problems[code].status);

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const url = new URL(request.url ?? '/', 'http://centre');
    const path = url.pathname.replace('/agent/v1/', '');
    centre.asked.push(`${path}${url.search}`);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    if (!(await mayCall(request))) return refuse(response, 'agent_refused');
    if (path === 'hello') {
      const said = helloRequest.parse(JSON.parse(body));
      centre.hellos.push(said);
      const acknowledged = said.epoch === centre.epoch ? centre.ledger.size : 0;
      return json(response, { protocol: PROTOCOL_VERSION, epoch: centre.epoch, acknowledged, now: new Date(now()).toISOString() });
    }
    if (path === 'epoch') {
      centre.epoch += 1;
      centre.ledger.clear();
      return json(response, { epoch: centre.epoch });
    }
    if (path === 'uplink') return upload(body, request, response);
    if (path === 'stream') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(`event: hello\ndata: {"protocol":1}\n\n`);
      streams.add(response);
      response.on('close', () => streams.delete(response));
      return;
    }
    return hand(path, url.searchParams, response);
  };

  const hand = (path: string, query: URLSearchParams, response: ServerResponse) => {
    const { papers } = centre;
    if (path === 'commands') return json(response, { commands: papers.commands });
    if (path === 'card-status') {
      const bytes = papers.list?.(query);
      return bytes === undefined
        ? response.writeHead(204).end()
        : response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(bytes);
    }
    const paper = { 'site-config': papers.siteConfig, roster: papers.roster, accounts: papers.accounts, 'list-key': papers.listKey }[path];
    const version = paper && (JSON.parse(paper.payload) as { version: number }).version;
    return paper === undefined || (path !== 'list-key' && Number(query.get('have') ?? -1) >= version!)
      ? response.writeHead(204).end()
      : json(response, paper);
  };

  const upload = (body: string, request: IncomingMessage, response: ServerResponse) => {
    const fate = centre.fates.shift() ?? 'taken';
    const batch = uplinkBatch.parse(JSON.parse(body));
    centre.uploads.push({
      from: batch.entries[0]!.sequence,
      count: batch.entries.length,
      bytes: Buffer.byteLength(body),
      atMs: performance.now(),
    });
    if (fate === 'dropped') return request.socket.destroy();
    if (fate === 'unreadable') return json(response, { hm: 1 });
    if (typeof fate === 'object') {
      if (fate.retryAfterS !== undefined) response.setHeader('retry-after', String(fate.retryAfterS));
      return refuse(response, fate.problem);
    }
    if (batch.epoch !== centre.epoch) return refuse(response, 'fenced');
    const [first] = batch.entries;
    if (first!.sequence > centre.ledger.size + 1) return refuse(response, 'gap', { acknowledged: centre.ledger.size });
    for (const entry of batch.entries) if (!centre.ledger.has(entry.sequence)) centre.ledger.set(entry.sequence, entry);
    if (fate === 'lost') return request.socket.destroy();
    const quarantined = batch.entries.filter((e) => centre.poison.has(e.sequence)).map((e) => ({ sequence: e.sequence, reason: 'poison' }));
    return json(response, { epoch: batch.epoch, acknowledged: centre.ledger.size, quarantined });
  };

  const mayCall = async (request: IncomingMessage): Promise<boolean> => {
    try {
      const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
      const { payload } = await jwtVerify(token, key, {
        audience: 'portvakt-centre',
        issuer: me.agent,
        subject: me.agent,
        currentDate: new Date(now()),
        clockTolerance: 30,
      });
      return payload.exp! - payload.iat! <= 60;
    } catch (cause) {
      if (cause instanceof Error) return false; // whatever is wrong with a token, it is refused
      throw cause;
    }
  };

  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const centre: FakeCentre = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ledger: new Map(),
    uploads: [],
    hellos: [],
    asked: [],
    fates: [],
    epoch: 1,
    poison: new Set(),
    offMs: 0,
    papers: { commands: [] },
    down: false,
    changed: (...topics) => {
      for (const stream of streams) stream.write(`event: changed\ndata: ${JSON.stringify({ topics })}\n\n`);
    },
    close: async () => {
      for (const stream of streams) stream.destroy();
      server.closeAllConnections();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
  return centre;
}
