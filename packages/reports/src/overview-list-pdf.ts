/**
 * The § 15 list on paper: PDF/UA-1 (tagged, in bokmål, read in order), A4 landscape, fonts embedded.
 *
 * Equal documents give equal bytes: the only date inside is `generatedAt`. Setting the pages is native code on the calling thread, 0.3 s
 * for 400 people and 1.6 s for 2,500 (an eighth of it when the same list is printed again), so a process that also opens gates should
 * print in another thread.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { encode } from 'uqr';
import type { OverviewListDocument } from './document.ts';
import { coverageOf, type GlyphCoverage } from './glyph-coverage.ts';
import { type PageData, pageOf } from './overview-list-page.ts';
import { template } from './overview-list-template.ts';
import { printable } from './printable-text.ts';
import { wordmark } from './wordmark.ts';

/** Static cuts: the page setter takes no variable fonts. Both cover the same characters. */
const FONTS = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'];
const STANDARD = 'ua-1';
/** Rounds after which the page setter forgets what it has not used again. */
const CACHE_AGE_MAX = 2;

export async function toPdf(document: OverviewListDocument): Promise<Uint8Array> {
  const { compiler, coverage } = press();
  const page: PageData = {
    ...pageOf(document, (text) => printable(text, coverage)),
    verify: document.verifyUrl ? encode(document.verifyUrl, { ecc: 'M', border: 0 }).data : null,
  };
  const compiled = compiler.compile({ mainFileContent: template, inputs: { page: JSON.stringify(page), wordmark } });
  if (compiled.result === null) throw new Error(`the list could not be set: ${faults(compiled.takeDiagnostics()?.shortDiagnostics)}`);
  try {
    return new Uint8Array(compiler.pdf(compiled.result, { pdfStandard: STANDARD }));
  } finally {
    compiler.evictCache(CACHE_AGE_MAX);
  }
}

interface Press {
  readonly compiler: NodeCompiler;
  readonly coverage: GlyphCoverage;
}

let started: Press | undefined;

/** Fonts are read once, with the first list: 0.7 MB. */
function press(): Press {
  if (started !== undefined) return started;
  const files = createRequire(import.meta.url);
  const fonts = FONTS.map((name) => readFileSync(files.resolve(`@expo-google-fonts/inter/${name}`)));
  started = { compiler: NodeCompiler.create({ fontArgs: [{ fontBlobs: fonts }] }), coverage: coverageOf(fonts[0]!) };
  return started;
}

/** What the page setter complained of. It names places in the template, never data. */
function faults(diagnostics: readonly unknown[] | undefined): string {
  return (diagnostics ?? [])
    .map((d) => JSON.stringify(d))
    .join('; ')
    .slice(0, 500);
}
