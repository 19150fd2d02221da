/**
 * What must be known of a statement before it is handed over: how many parameters it takes, and what kind it is.
 *
 * The driver takes too few or too many parameters in silence and never runs what stands behind a semicolon. Our statements are
 * written by ourselves and by drizzle, so anything odd here is a bug and throws a TypeError, not an OperatingError.
 */

export interface SqlText {
  /** Counted as SQLite counts: `?` takes the next number, `?5` is number five. */
  readonly parameters: number;
  /** `transaction` also stands for everything that would reach past one statement: BEGIN, PRAGMA, ATTACH, VACUUM. */
  readonly kind: 'read' | 'write' | 'transaction';
}

const CACHE_MAX = 500;
const known = new Map<string, SqlText>();

export function readSqlText(sql: string): SqlText {
  let text = known.get(sql);
  if (text === undefined) {
    text = scan(sql);
    if (known.size >= CACHE_MAX) known.clear(); // far more texts than we have: drizzle with lists of varying length
    known.set(sql, text);
  }
  return text;
}

const PARTS =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|\?\d*|[:@$][A-Za-z_]\w*|[A-Za-z_]\w*|[();]/g;
const READS = new Set(['SELECT', 'VALUES', 'EXPLAIN']);
const REACHES_PAST = new Set(['BEGIN', 'COMMIT', 'END', 'ROLLBACK', 'SAVEPOINT', 'RELEASE', 'PRAGMA', 'ATTACH', 'DETACH', 'VACUUM']);

function scan(sql: string): SqlText {
  if (sql.includes('\0')) throw new TypeError('a statement with a NUL');
  let parameters = 0;
  let depth = 0;
  let ended = false;
  let kind: SqlText['kind'] | undefined;
  let words = 0;
  let isTrigger = false; // its body holds semicolons of its own

  for (const [part] of sql.matchAll(PARTS)) {
    const first = part[0]!;
    if (part.startsWith('--') || part.startsWith('/*')) continue;
    if (first === ';') {
      ended = !isTrigger;
      continue;
    }
    if (ended) throw new TypeError('more than one statement in a text: only the first would run');
    if (first === ':' || first === '@' || first === '$') throw new TypeError('named parameters are not used here');
    if (first === '?') parameters = part.length > 1 ? Math.max(parameters, Number(part.slice(1))) : parameters + 1;
    else if (first === '(') depth += 1;
    else if (first === ')') depth -= 1;
    else if (depth === 0) {
      const word = part.toUpperCase();
      kind ??= kindOf(word);
      words += 1;
      if (word === 'TRIGGER' && words <= 3) isTrigger = true; // CREATE TRIGGER, CREATE TEMP TRIGGER
    }
  }
  if (kind === undefined) throw new TypeError('a text without a statement');
  return { parameters, kind };
}

/** `undefined` for words before the one that tells, as in `WITH name AS (…) INSERT`. */
function kindOf(word: string): SqlText['kind'] | undefined {
  if (READS.has(word)) return 'read';
  if (REACHES_PAST.has(word)) return 'transaction';
  return ['INSERT', 'REPLACE', 'UPDATE', 'DELETE', 'CREATE', 'DROP', 'ALTER', 'REINDEX', 'ANALYZE'].includes(word) ? 'write' : undefined;
}
