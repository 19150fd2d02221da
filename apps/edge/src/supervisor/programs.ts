/** Where the children's main files lie: beside this package's own when run from source, beside the bundle when bundled. */
const fromSource = import.meta.url.endsWith('.ts');

export type ChildName = 'gate' | 'link' | 'pages';

export function programOf(child: ChildName): URL {
  return fromSource ? new URL(`../${child}/main.ts`, import.meta.url) : new URL(`./edge-${child}.js`, import.meta.url);
}
