import { CHECK_MOUNT } from './operator';
import type { Policy } from './Policy';

/** What the pod may that a verification lets the injector serve: read test secrets, and nothing else. */
export const CHECKER_POLICY: Policy = {
  name: 'vault-eks-check',
  purpose: 'read test secrets through the injector',
  rules: `path "${CHECK_MOUNT}/data/*" {
  capabilities = ["read"]
}
`,
};
