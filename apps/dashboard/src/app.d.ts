declare global {
  // biome-ignore lint/style/noNamespace: SvelteKit looks for its types in this namespace
  namespace App {
    interface Error {
      message: string;
      /** The desk's problem code, where the desk said why. */
      code?: string;
    }
    interface Locals {
      /** `Set-Cookie` values of the desk, on their way to the visitor. */
      deskCookies: string[];
    }
  }
}

export {};
