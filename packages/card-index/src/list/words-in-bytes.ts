/** Signed 32-bit little-endian words over bytes, without copying where they lie well. */

/** Every processor Node.js is built for here stores the low byte first; on one that does not, the bytes are turned. */
const LOW_BYTE_FIRST = new Uint8Array(Int32Array.of(1).buffer)[0] === 1;

/** The words of `length` bytes (a multiple of 4) from `from` on: a view, or a copy when they lie askew. */
export function wordsOfBytes(bytes: Uint8Array, from: number, length: number): Int32Array {
  const start = bytes.byteOffset + from;
  if (LOW_BYTE_FIRST && start % 4 === 0) return new Int32Array(bytes.buffer, start, length / 4);
  return turned(new Int32Array(bytes.slice(from, from + length).buffer));
}

/** The bytes of these words, in wire order. */
export function bytesOfWords(words: Int32Array): Uint8Array {
  const wire = LOW_BYTE_FIRST ? words : turned(words.slice());
  return new Uint8Array(wire.buffer, wire.byteOffset, wire.byteLength);
}

function turned(words: Int32Array): Int32Array {
  if (LOW_BYTE_FIRST) return words;
  const view = new DataView(words.buffer, words.byteOffset, words.byteLength);
  for (let i = 0; i < words.length; i += 1) words[i] = view.getInt32(4 * i, true);
  return words;
}
