/** Verbs on one resource of Kubernetes. */
export interface Rule {
  readonly group: string;
  readonly resource: string;
  readonly verbs: readonly string[];
  readonly name?: string;
  readonly subresource?: string;
}
