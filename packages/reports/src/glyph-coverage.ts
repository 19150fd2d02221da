/**
 * Which characters a font can draw, read from the `cmap` table of its file.
 *
 * A paper for the authorities may not show an empty box where a letter of a name should stand, and PDF/UA-1 forbids it; so it is asked
 * before the page is set. Source: OpenType 1.9.1 § cmap, format 12 (segmented coverage), which covers all planes.
 */

export interface GlyphCoverage {
  has(codePoint: number): boolean;
}

/** Throws when the file has no such table: the font is part of the product, so that is a bug. */
export function coverageOf(font: Uint8Array): GlyphCoverage {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength);
  const groups = segmentedTableAt(view, tableAt(view, 0x636d6170));
  const count = view.getUint32(groups + 12);
  const covered = new Set<number>();
  for (let i = 0; i < count; i += 1) {
    const at = groups + 16 + 12 * i;
    const last = view.getUint32(at + 4);
    for (let codePoint = view.getUint32(at); codePoint <= last; codePoint += 1) covered.add(codePoint);
  }
  return covered;
}

/** Where the table with this tag begins. */
function tableAt(view: DataView, tag: number): number {
  const tables = view.getUint16(4);
  for (let i = 0; i < tables; i += 1) if (view.getUint32(12 + 16 * i) === tag) return view.getUint32(12 + 16 * i + 8);
  throw new TypeError('the font has no cmap');
}

function segmentedTableAt(view: DataView, cmap: number): number {
  const subtables = view.getUint16(cmap + 2);
  for (let i = 0; i < subtables; i += 1) {
    const at = cmap + view.getUint32(cmap + 4 + 8 * i + 4);
    if (view.getUint16(at) === 12) return at;
  }
  throw new TypeError('the font has no segmented coverage');
}
