/** What can be said of a row of the comparison. Closed, so that the table, the sums and the exit code agree on what is a fault. */

/** Not in order: with one of these the records differ. */
export const faults = {
  lost_tap: 'opened, and no entry at the edge',
  lost_passage: 'walked, and no passage at the edge',
  doubled_tap: 'one visit, more than one tap',
  phantom_tap: 'a tap nobody made',
  doubled_passage: 'one tap, more than one passage',
  phantom_passage: 'a passage nobody made',
  wrong_person: 'another person',
  unrecognised: 'a known card was not recognised',
  wrongly_opened: 'opened for someone who was refused or is not known',
  not_opened: 'granted, and the gate did not open',
  missing: 'a hole at the centre',
  different: 'not the same at the centre',
  doubled_entry: 'twice at the centre',
  set_aside: 'set aside at the centre',
  unknown_to_edge: 'at the centre, not at the edge',
  not_counted: 'at the centre, and not among its passages',
  counted_from_nothing: 'a passage at the centre without an entry',
  edge_hole: 'a hole in the log of the edge',
  chain_broken: 'does not follow from the entry before',
  commitment_broken: 'the personal part is not the one committed to',
  unreadable: 'cannot be read',
} as const;

/** Worth a word, and in order. */
export const notes = {
  silent: 'walked by without a card',
  not_read: 'not read; the gate stayed shut',
  in_progress: 'at the gate while this was read',
  no_list: 'the box had no list yet',
  not_taken: 'granted, and the gate did not open; the log says so too',
  interrupted: 'the box stopped before the gate opened',
  too_late: 'refused before the log had taken it',
  erased: 'the personal part is erased',
  presumed: 'the barrier was not heard; believed inside',
  unheard_exit: 'the box stopped before the barrier was heard; not believed gone',
  by_guard: 'let through by a guard',
  no_tap: 'opened from afar',
  waiting: 'not sent yet',
} as const;

export type Fault = keyof typeof faults;
export type Note = keyof typeof notes;
export type Finding = Fault | Note;

export const isFault = (finding: Finding): finding is Fault => finding in faults;
export const wordsFor = (finding: Finding): string => (isFault(finding) ? faults[finding] : notes[finding]);

/** Which sum a fault counts under. */
export const lost: readonly Finding[] = ['lost_tap', 'lost_passage', 'missing', 'not_counted', 'edge_hole'];
export const doubled: readonly Finding[] = [
  'doubled_tap',
  'phantom_tap',
  'doubled_passage',
  'phantom_passage',
  'doubled_entry',
  'counted_from_nothing',
];
