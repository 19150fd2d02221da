/** `123 456 785`, with blanks that neither break nor are copied as line ends. */
export function orgNumber(digits: string): string {
  return digits.replace(/^(\d{3})(\d{3})(\d{3})$/, '$1\u00a0$2\u00a0$3');
}
