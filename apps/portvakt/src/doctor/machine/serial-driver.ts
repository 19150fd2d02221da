/** The serial driver is native code for this machine's processor and C library: either it loads here, or no reader on a wire is heard. */
import { fault, type Look, ok } from '../examine.ts';

const NAME = 'serial driver';

export const lookAtSerialDriver: Look = async () => {
  try {
    await import('@portvakt/firmware-bridge');
    return [ok(NAME, 'it loads')];
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    return [fault(NAME, `it does not load: ${firstLine(cause.message)}`, 'Install again on this very machine: npm run pnpm -- install')];
  }
};

const firstLine = (text: string): string => text.split('\n', 1)[0]!;
