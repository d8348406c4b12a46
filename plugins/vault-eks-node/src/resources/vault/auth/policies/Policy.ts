/** An ACL policy of Vault. */
export interface Policy {
  readonly name: string;
  /** For people. */
  readonly purpose: string;
  /** HCL; made from the accessor of the Kubernetes auth method where rules speak of whoever logs in by it. */
  readonly rules: string | ((kubernetesAccessor: string) => string);
}
