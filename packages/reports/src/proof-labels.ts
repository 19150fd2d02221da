import type { Proof } from '@portvakt/domain';

/** Why a row has no card number. Bokmål whatever the reader's language: the list is a legal paper. */
export const proofLabels: Readonly<Record<Proof, string>> = {
  card_ordered: 'Kort bestilt',
  pupil_on_placement: 'Elev på utplassering',
  nav_measure: 'Deltaker på NAV-tiltak',
  introduction_programme: 'Deltaker i introduksjonsprogram',
  awaiting_d_number: 'Venter på D-nummer',
  short_assignment: 'Kortvarig oppdrag',
  holiday_cover: 'Ferievikar',
  visit: 'Besøk',
};
