/** The card-status index: what a gate knows of a card, the list it comes in, and how the centre makes that list. */
export { buildIndex, type CardIndex, type IndexOrigin, type ListStamp } from './card-index.ts';
export * from './delta/apply-delta.ts';
export * from './delta/card-delta.ts';
export * from './digest/digest-key.ts';
export * from './list/encode-list.ts';
export { ENTRIES_MAX, type ListKind, type ListScope, SIGNATURE_LENGTH } from './list/list-header.ts';
export * from './list/read-list.ts';
export {
  ambiguousEntry,
  type CardEntry,
  cardEntry,
  ENTRY_LENGTH,
  isEntry,
  type ListedCard,
  SLOT_MAX,
  unpackCard,
} from './table/card-entry.ts';
export { entryFromBytes, entryToBytes } from './table/entry-bytes.ts';
