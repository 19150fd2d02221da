/**
 * Watches the bytes of one MQTT connection for a packet that claims to be longer than allowed, before anything is kept of it.
 *
 *     packet type and flags (1) | remaining length, 7 bits a byte, low first (1..4) | that many bytes        MQTT 3.1.1 § 2.2
 *
 * The libraries gather a packet whole, up to 256 MB, before they show it to anybody.
 */
export interface PacketLimit {
  /** False from the first byte on that no packet within the limit can have. */
  admits(chunk: Uint8Array): boolean;
}

export function packetLimit(maxBytes: number): PacketLimit {
  let part: 'type' | 'length' | 'body' = 'type';
  let length = 0;
  let shift = 0;
  let broken = false;

  return {
    admits: (chunk) => {
      for (let at = 0; at < chunk.length && !broken; ) {
        if (part === 'body') {
          const taken = Math.min(length, chunk.length - at);
          at += taken;
          length -= taken;
          if (length === 0) part = 'type';
          continue;
        }
        const byte = chunk[at] ?? 0;
        at += 1;
        if (part === 'type') {
          part = 'length';
          length = 0;
          shift = 0;
          continue;
        }
        length += (byte & 0x7f) * 2 ** shift;
        shift += 7;
        if (byte < 0x80) part = length === 0 ? 'type' : 'body';
        broken = length > maxBytes || (byte >= 0x80 && shift > 21);
      }
      return !broken;
    },
  };
}
