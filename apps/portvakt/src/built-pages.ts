import type { DashboardHandler } from '@portvakt/desk';

/** The dashboard as it was built; `undefined` before the first build, when only the contract is served. */
export async function builtPages(): Promise<DashboardHandler | undefined> {
  try {
    const { handler } = await import('@portvakt/dashboard/handler');
    return handler;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw cause;
  }
}
