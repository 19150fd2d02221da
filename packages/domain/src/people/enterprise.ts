import type { EnterpriseId } from '../identity.ts';
import type { OrgNumber } from './org-number.ts';

/** An enterprise that takes part at the site: employer, hirer or client is a role it has in an engagement or at a site. */
export interface Enterprise {
  readonly id: EnterpriseId;
  readonly name: string;
  /** `undefined` where there is no duty to register (§ 15 d asks only for those that have it). */
  readonly orgNumber: OrgNumber | undefined;
  readonly soleProprietor: boolean;
}

/** Who works for whom at a site; the whole contract chain is a set of these. */
export interface ContractLink {
  readonly enterprise: EnterpriseId;
  readonly worksFor: EnterpriseId;
}
