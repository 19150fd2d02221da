/** A certificate for `localhost` that signs itself, made for one test run: X.509 v3 (RFC 5280), P-256. */
import { generateKeyPairSync, sign } from 'node:crypto';

export function selfSigned(): { readonly cert: string; readonly key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = sequence(oid('2a8648ce3d040302')); // ecdsa-with-SHA256
  const name = sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from('localhost')))));
  const validity = sequence(tlv(0x18, Buffer.from('20200101000000Z')), tlv(0x18, Buffer.from('20991231235959Z')));
  const alternative = sequence(
    oid('551d11'),
    tlv(0x04, sequence(tlv(0x82, Buffer.from('localhost')), tlv(0x87, Buffer.from([127, 0, 0, 1])))),
  );
  const authority = sequence(oid('551d13'), tlv(0x04, sequence(tlv(0x01, Buffer.from([0xff])))));
  const version = tlv(0xa0, tlv(0x02, Buffer.from([2])));
  const key = publicKey.export({ format: 'der', type: 'spki' });
  const extensions = tlv(0xa3, sequence(alternative, authority));
  const body = sequence(version, tlv(0x02, Buffer.from([1])), algorithm, name, validity, name, key, extensions);
  const signature = tlv(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]));
  const lines =
    sequence(body, algorithm, signature)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return {
    cert: ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n'),
    key: privateKey.export({ format: 'pem', type: 'pkcs8' }).toString(),
  };
}

const sequence = (...parts: Buffer[]): Buffer => tlv(0x30, Buffer.concat(parts));
const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));

/** Tag, length, value (X.690). */
function tlv(tag: number, value: Buffer): Buffer {
  const { length } = value;
  const header = length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(header), value]);
}
