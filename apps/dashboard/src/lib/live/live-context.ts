import { createContext } from 'svelte';
import type { LiveSite } from './live-site.svelte.ts';

/** The layout of a site listens; its pages read. */
export const [getLiveSite, setLiveSite] = createContext<LiveSite>();
