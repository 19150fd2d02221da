/** Spoken in the first message of every link. A change that an older peer would misread makes a new one. */
export const PROTOCOL_VERSION = 1;

/** Versions this program understands, newest first. */
export const PROTOCOLS_SPOKEN: readonly number[] = [1];
