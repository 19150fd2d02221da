/** How long a condition is waited for: generous, since it ends a wait in vain and measures nothing. */
export const SOON_MS = 20_000;
/** For what the street must do first, or a process that starts again. */
export const LATER_MS = 80_000;
