/** What a command's exit code means. Documented for scripts; never renumbered. */
export const exitCodes = {
  ok: 0,
  /** Something failed while it ran; what, stands on standard error. */
  failed: 1,
  /** The words or settings of the call cannot be used. */
  usage: 2,
  /** It runs already. */
  running: 3,
  /** It ran, and what it compared or checked is not in order. */
  differs: 4,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
