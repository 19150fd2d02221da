/** Reads the plain maps of pnpm-workspace.yaml: `key: value`, nested by indent. Lists are skipped. */
export interface Setting {
  readonly path: readonly string[];
  /** Without quotes; empty for a map. */
  readonly value: string;
  readonly line: number;
}

export function readSettings(yaml: string): Setting[] {
  const open: { indent: number; key: string }[] = [];
  return yaml.split('\n').flatMap((text, i) => {
    const match = /^(\s*)("[^"]+"|'[^']+'|[^\s#:'"-][^:]*):(?:\s+(.*))?$/.exec(text);
    if (!match) return [];
    const indent = (match[1] ?? '').length;
    const bare = (word: string): string =>
      word
        .replace(/\s+#.*$/, '')
        .replace(/^(["'])(.*)\1$/, '$2')
        .trim();
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const key = bare(match[2] ?? '');
    open.push({ indent, key });
    return [{ path: open.map((o) => o.key), value: bare(match[3] ?? ''), line: i + 1 }];
  });
}
