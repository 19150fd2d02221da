import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NO_BYTES, scanFrames } from '../line/fixed-frames.ts';
import { encodeOnetech, type OnetechFrame, onetechFrame } from './frame.ts';

const frame = fc.record<OnetechFrame>({ kind: fc.constantFrom('open', 'passed', 'not_passed'), side: fc.constantFrom('A', 'B') });
const noise = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.array(fc.constantFrom(0xfe, 0x80, 0x81, 0x44, 0x01, 0x02, 0x00, 0xab), { maxLength: 6 }).map((bytes) => Uint8Array.from(bytes)),
);

it('comes back as it was sent, whatever stood before it and wherever it is cut', () => {
  fc.assert(
    fc.property(noise, frame, fc.nat(70), (before, sent, cut) => {
      const bytes = Buffer.concat([before, encodeOnetech(sent)]);
      const first = scanFrames(onetechFrame, NO_BYTES, bytes.subarray(0, cut));
      const second = scanFrames(onetechFrame, first.rest, bytes.subarray(cut));
      expect([...first.frames, ...second.frames].at(-1)).toEqual(sent);
      expect(second.rest).toHaveLength(0);
    }),
  );
});

it('is read from any seven bytes only when they are the bytes it would be sent as', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 7, maxLength: 7 }), frame, fc.nat(6), (bytes, near, at) => {
      const changed = encodeOnetech(near);
      changed[at] = bytes[at] ?? 0;
      for (const some of [bytes, changed]) {
        for (const read of scanFrames(onetechFrame, NO_BYTES, some).frames) expect(encodeOnetech(read)).toEqual(some);
      }
    }),
  );
});
