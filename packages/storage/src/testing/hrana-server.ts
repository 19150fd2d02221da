/**
 * The other end of a libSQL server's HTTP interface, Hrana 2 over JSON, as far as our adapter speaks it: batches with conditions, one
 * request each. SQLite comes from Node itself, so that the two ends share no code.
 * Source: libsql docs/HTTP_V2_SPEC.md and HRANA_2_SPEC.md.
 */
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';

type Value =
  | { type: 'null' }
  | { type: 'integer'; value: string }
  | { type: 'float'; value: number }
  | { type: 'text'; value: string }
  | { type: 'blob'; base64: string };
type Condition = { type: 'ok' | 'error'; step: number } | { type: 'not'; cond: Condition } | { type: 'and' | 'or'; conds: Condition[] };
interface Batch {
  steps: { condition?: Condition | null; stmt: { sql?: string; sql_id?: number; args?: Value[] } }[];
}
type StreamRequest = { type: 'batch'; batch: Batch } | { type: 'store_sql'; sql_id: number; sql: string } | { type: 'close_sql' | 'close' };
interface Outcome {
  step_results: (object | null)[];
  step_errors: ({ message: string; code: string } | null)[];
}

export interface HranaServer {
  readonly url: string;
  /** Requests that carried this token are served, others get 401. */
  readonly token: string;
  /** The next requests are answered 503, until told otherwise. */
  failing(fails: boolean): void;
  close(): Promise<void>;
}

export async function startHranaServer(path: string): Promise<HranaServer> {
  const database = new DatabaseSync(path);
  const token = 'token-of-a-test';
  let fails = false;
  const server = createServer(async (request, response) => {
    if (fails) return void response.writeHead(503).end();
    if (request.headers.authorization !== `Bearer ${token}`) return void response.writeHead(401).end();
    if (request.url !== '/v2/pipeline') return void response.writeHead(404).end();
    const { requests } = JSON.parse(await bodyOf(request)) as { requests: StreamRequest[] };
    const texts = new Map<number, string>(); // of one stream; ours lasts one request
    const results = requests.map((one) => {
      if (one.type === 'store_sql') texts.set(one.sql_id, one.sql);
      return {
        type: 'ok',
        response: one.type === 'batch' ? { type: 'batch', result: runBatch(database, one.batch, texts) } : { type: one.type },
      };
    });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ baton: null, base_url: null, results }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // it listens on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    token,
    failing: (now) => {
      fails = now;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      database.close();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer); // no encoding was set
  return Buffer.concat(chunks).toString('utf8');
}

function runBatch(database: DatabaseSync, { steps }: Batch, texts: ReadonlyMap<number, string>): Outcome {
  const outcome: Outcome = { step_results: [], step_errors: [] };
  for (const { condition, stmt } of steps) {
    const runs = condition === undefined || condition === null || holds(condition, outcome);
    const { result = null, error = null } = runs ? runStatement(database, stmt.sql ?? texts.get(stmt.sql_id!)!, stmt.args ?? []) : {};
    outcome.step_results.push(result);
    outcome.step_errors.push(error);
  }
  return outcome;
}

function holds(condition: Condition, { step_results, step_errors }: Outcome): boolean {
  switch (condition.type) {
    case 'ok':
      return step_results[condition.step] !== null;
    case 'error':
      return step_errors[condition.step] !== null;
    case 'not':
      return !holds(condition.cond, { step_results, step_errors });
    case 'and':
      return condition.conds.every((one) => holds(one, { step_results, step_errors }));
    case 'or':
      return condition.conds.some((one) => holds(one, { step_results, step_errors }));
  }
}

function runStatement(database: DatabaseSync, sql: string, args: readonly Value[]) {
  try {
    const statement = database.prepare(sql);
    statement.setReadBigInts(true);
    statement.setReturnArrays(true);
    const values = args.map(decoded);
    const cols = statement.columns().map(({ name }) => ({ name, decltype: null }));
    if (cols.length === 0) {
      const { changes } = statement.run(...values);
      return { result: { cols, rows: [], affected_row_count: Number(changes), last_insert_rowid: null } };
    }
    const rows = statement.all(...values) as unknown as (string | number | bigint | Uint8Array | null)[][]; // arrays were asked for
    return { result: { cols, rows: rows.map((row) => row.map(encoded)), affected_row_count: 0, last_insert_rowid: null } };
  } catch (cause) {
    const { message, errcode } = cause as { message: string; errcode?: number };
    const code = ((errcode ?? 1) & 0xff) === 19 ? 'SQLITE_CONSTRAINT' : 'SQLITE_ERROR';
    return { error: { message, code } };
  }
}

function decoded(value: Value): string | number | bigint | Uint8Array | null {
  switch (value.type) {
    case 'null':
      return null;
    case 'integer':
      return BigInt(value.value);
    case 'blob':
      return Buffer.from(value.base64, 'base64');
    default:
      return value.value;
  }
}

function encoded(value: string | number | bigint | Uint8Array | null): Value {
  if (value === null) return { type: 'null' };
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) };
  if (typeof value === 'number') return { type: 'float', value };
  return typeof value === 'string' ? { type: 'text', value } : { type: 'blob', base64: Buffer.from(value).toString('base64') };
}
