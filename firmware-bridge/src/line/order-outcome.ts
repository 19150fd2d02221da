/**
 * What became of an order; told once for each.
 *
 * `done`: the system took its bytes, or the gate said so. `refused`: certainly never carried out. `expired`: too late, or sent and not
 * known to have arrived.
 */
export type OrderOutcome = 'done' | 'expired' | 'refused';
