/** Where the floor's program lies, to be forked with the paths of its two lines and of its file. */
export const bareEchoProgram = new URL('./bare-echo.ts', import.meta.url);
