/** The ids heard last, so that a message delivered twice counts once. Holds a fixed number; the oldest goes first. */
export interface RecentIds {
  /** Whether this id is new; from now on it is not. */
  isNew(id: string): boolean;
}

export function recentIds(max: number): RecentIds {
  const seen = new Set<string>();
  return {
    isNew: (id) => {
      if (seen.has(id)) return false;
      seen.add(id);
      if (seen.size > max) {
        const [oldest] = seen;
        if (oldest !== undefined) seen.delete(oldest);
      }
      return true;
    },
  };
}
