/** A path of ours to go on to, from what a form or an address said; the front page for anything that could lead away. */
export function ownPath(text: FormDataEntryValue | string | null): string {
  if (typeof text !== 'string' || !/^\/[A-Za-z0-9]/.test(text)) return '/';
  const url = new URL(text, 'http://pages.invalid');
  return url.host === 'pages.invalid' ? url.pathname : '/';
}
