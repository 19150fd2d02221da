import { overwriteGetLocale } from '#lib/paraglide/runtime.js';

// The server chose; asking the browser again could give another language than the page was written in.
overwriteGetLocale(() => (document.documentElement.lang === 'en' ? 'en' : 'nb'));
