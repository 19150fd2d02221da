/** What a field needs to be tied to its label, hint and error. */
export interface FieldAttributes {
  readonly id: string;
  readonly name: string;
  readonly 'aria-invalid': 'true' | undefined;
  readonly 'aria-describedby': string | undefined;
}
