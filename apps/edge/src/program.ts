/** Name and version of this program, as the log and the centre see it. */
export const PROGRAM = 'portvakt-edge 0.1.0';
