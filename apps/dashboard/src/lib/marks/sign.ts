/** What a sign means. */
export type SignState = 'in' | 'out' | 'ok' | 'unsure' | 'stop' | 'warn';
/** How it is drawn; `cut` is a line that is broken, shown in the colour of a warning. */
export type SignShape = SignState | 'cut';
