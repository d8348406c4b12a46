/** An ACL policy of Vault. */
export interface Policy {
  readonly name: string;
  /** For people. */
  readonly purpose: string;
  /** HCL. */
  readonly rules: string;
}
