/**
 * Reads a PDF back for tests, knowing no more of the page setter than ISO 32000-1 tells: objects, deflated streams, and text through
 * each font's ToUnicode map.
 */
import { inflateSync } from 'node:zlib';

export interface ReadPdf {
  /** The file as Latin-1 with streams left as they are: for structure. */
  readonly raw: string;
  /** Text blocks of each page, in reading order, joined by line feeds. */
  readonly pages: readonly string[];
}

export function readPdf(bytes: Uint8Array): ReadPdf {
  const raw = Buffer.from(bytes).toString('latin1');
  const objects = new Map<string, string>();
  const starts = [...raw.matchAll(/^(\d+) 0 obj$/gm)];
  starts.forEach((match, i) => objects.set(match[1]!, raw.slice(match.index + match[0].length, starts[i + 1]?.index)));
  const object = (reference: string | undefined) => objects.get(reference ?? '') ?? '';
  const pages = [...objects.values()].filter((o) => /\/Type\s*\/Page\b/.test(dictionaryOf(o)));
  return {
    raw,
    pages: pages.map((page) => {
      const fonts = new Map<string, ReadonlyMap<number, string>>();
      for (const [, name, font] of dictionaryOf(page).matchAll(/\/(f\d+) (\d+) 0 R/g)) {
        const map = /\/ToUnicode (\d+) 0 R/.exec(object(font))?.[1];
        fonts.set(name!, unicodeMap(streamOf(object(map))));
      }
      return textOf(streamOf(object(/\/Contents (\d+) 0 R/.exec(page)?.[1])), fonts);
    }),
  };
}

function dictionaryOf(object: string): string {
  return object.split('stream', 1)[0]!;
}

function streamOf(object: string): string {
  const begin = /stream\r?\n/.exec(object);
  if (begin === null) return '';
  const from = begin.index + begin[0].length;
  const length = Number(/\/Length (\d+)/.exec(dictionaryOf(object))?.[1]);
  const bytes = Buffer.from(object.slice(from, from + length), 'latin1');
  return (/FlateDecode/.test(dictionaryOf(object)) ? inflateSync(bytes) : bytes).toString('latin1');
}

function unicodeMap(cmap: string): ReadonlyMap<number, string> {
  const map = new Map<number, string>();
  for (const [, body] of cmap.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, code, text] of body!.matchAll(/<([0-9a-f]+)>\s*<([0-9a-f]+)>/gi)) {
      map.set(Number.parseInt(code!, 16), Buffer.from(text!, 'hex').swap16().toString('utf16le'));
    }
  }
  return map;
}

/** Text shown in a content stream: a line for each text object. */
function textOf(content: string, fonts: ReadonlyMap<string, ReadonlyMap<number, string>>): string {
  let font: ReadonlyMap<number, string> | undefined;
  let text = '';
  for (let at = 0; at < content.length; at += 1) {
    const named = /^\/(f\d+) [\d.]+ Tf/.exec(content.slice(at, at + 40));
    if (named !== null) font = fonts.get(named[1]!);
    if (content.startsWith('ET', at)) text += '\n';
    if (content.startsWith('<<', at)) at = content.indexOf('>>', at); // properties of marked content, not text
    if (content[at] !== '(') continue;
    const { bytes, end } = literalAt(content, at);
    for (let i = 0; i + 1 < bytes.length; i += 2) text += font?.get(bytes[i]! * 256 + bytes[i + 1]!) ?? '\ufffd';
    at = end;
  }
  return text;
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, f: 12 };

/** A literal string (ISO 32000-1 § 7.3.4.2) and where its closing parenthesis stands. */
function literalAt(content: string, open: number): { readonly bytes: readonly number[]; readonly end: number } {
  const bytes: number[] = [];
  let depth = 1;
  for (let at = open + 1; ; at += 1) {
    const letter = content[at]!;
    if (letter === '\\') {
      const octal = /^[0-7]{1,3}/.exec(content.slice(at + 1, at + 4))?.[0];
      const escaped = content[at + 1]!;
      bytes.push(octal === undefined ? (ESCAPES[escaped] ?? escaped.charCodeAt(0)) : Number.parseInt(octal, 8));
      at += octal?.length ?? 1;
      continue;
    }
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (depth === 0) return { bytes, end: at };
    bytes.push(letter.charCodeAt(0));
  }
}
