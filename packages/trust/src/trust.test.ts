import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAIN_START, chainHash, commitTo, opensCommitment } from './chain.ts';
import { makeSealingKey, seal, unseal } from './sealing.ts';
import { makeSigningKey, signatureHolds, signedTextHolds, signText } from './signing.ts';

describe('hash chain', () => {
  it('is changed by an edit, a cut and a swap anywhere before', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string(), { minLength: 2, maxLength: 12 }), fc.nat(), (texts, pick) => {
        const links = (all: readonly string[]) => all.reduce((hash, text) => chainHash(hash, text), CHAIN_START);
        const whole = links(texts);
        const at = pick % (texts.length - 1);
        expect(links(texts.with(at, `${texts[at]}.`))).not.toBe(whole);
        expect(links(texts.toSpliced(at, 1))).not.toBe(whole);
        expect(links(texts.with(at, texts[at + 1]!).with(at + 1, texts[at]!))).not.toBe(whole);
      }),
    );
  });

  it('holds for a known answer', () => {
    // SHA-256 of 32 zero bytes followed by "{}", computed with sha256sum
    expect(chainHash(CHAIN_START, '{}')).toBe('fb1634c4e6cd4b1f1afe3ce2d6ef080f7ac5d1f357d723ad4dfca782733b62db');
  });

  it('opens a commitment only with its own salt and text', () => {
    const { salt, commitment } = commitTo('{"holder":"a"}');
    expect(opensCommitment(commitment, salt, '{"holder":"a"}')).toBe(true);
    expect(opensCommitment(commitment, salt, '{"holder":"b"}')).toBe(false);
    expect(opensCommitment(commitment, commitTo('x').salt, '{"holder":"a"}')).toBe(false);
    expect(opensCommitment('', salt, '{"holder":"a"}')).toBe(false);
  });
});

describe('signatures', () => {
  const key = makeSigningKey();

  it('hold for the text and purpose that were signed', () => {
    const text = signText('roster', '{"version":1}', key.privateKey);
    expect(signedTextHolds('roster', text, key.publicKey)).toBe(true);
    expect(signedTextHolds('accounts', text, key.publicKey)).toBe(false);
    expect(signedTextHolds('roster', { ...text, payload: '{"version":2}' }, key.publicKey)).toBe(false);
    expect(signedTextHolds('roster', text, makeSigningKey().publicKey)).toBe(false);
  });

  it('are a plain no for any bytes as signature or key', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (signature, publicKey) => {
        expect(signatureHolds('command', Buffer.from('x'), signature, key.publicKey)).toBe(false);
        expect(signatureHolds('command', Buffer.from('x'), signature, publicKey)).toBe(false);
      }),
    );
  });
});

describe('sealed boxes', () => {
  const own = makeSealingKey();

  it('come back whole, for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (plain) => {
        expect(Buffer.from(unseal('credential', seal('credential', plain, own.publicKey), own)!)).toEqual(Buffer.from(plain));
      }),
      { numRuns: 30 },
    );
  });

  it('stay closed for another key, another purpose and after any flipped byte', () => {
    const box = seal('roster', Buffer.from('Åse'), own.publicKey);
    expect(unseal('roster', box, makeSealingKey())).toBeUndefined();
    expect(unseal('accounts', box, own)).toBeUndefined();
    const bytes = Buffer.from(box, 'base64');
    for (let i = 0; i < bytes.length; i += 1) {
      const flipped = Buffer.from(bytes);
      flipped[i]! ^= 1;
      expect(unseal('roster', flipped.toString('base64'), own)).toBeUndefined();
    }
  });

  it('are refused when cut anywhere', () => {
    const bytes = Buffer.from(seal('roster', Buffer.from('x'), own.publicKey), 'base64');
    for (let length = 0; length < bytes.length; length += 1)
      expect(unseal('roster', bytes.subarray(0, length).toString('base64'), own)).toBeUndefined();
  });
});
