import type {
  Finding,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { PodLog } from './podLogs';

/** What a line of Vault's log gives away, which no answer of Vault does. */
interface LogSign {
  readonly pattern: RegExp;
  finding(options: {
    /** As running text. */
    readonly pods: string;
    readonly first: string;
    readonly ref: VaultClusterRef;
    /** The KMS key that a line names. */
    readonly key?: string;
    readonly region: string;
  }): Finding;
}

/** The key as a sentence begins with it. */
const named = (key: string | undefined) =>
  key ? `The KMS key ${key}` : 'The KMS key of the seal';

/** AWS errors keep their names whatever wraps them; Vault's own words are those of `vault/request_handling.go` and `audit`. */
const SIGNS: readonly LogSign[] = [
  {
    pattern: /DisabledException|KMSInvalidStateException/,
    finding: ({ pods, key, region }) => ({
      id: 'seal-key-unusable',
      severity: 'error',
      what: `${named(
        key,
      )} is disabled or about to be deleted: ${pods} cannot unseal.`,
      why: 'A pod that restarts stays sealed until the key is enabled again. Those that still run go on until then. Once the key is deleted, all data is lost.',
      fix: `aws kms enable-key --key-id ${
        key ?? '<seal key>'
      } --region ${region}; when it is pending deletion, aws kms cancel-key-deletion with the same options first. The pods then unseal by themselves.`,
    }),
  },
  {
    pattern: /AccessDeniedException.*\bkms:|KMS.*AccessDeniedException/,
    finding: ({ pods, key }) => ({
      id: 'seal-key-denied',
      severity: 'error',
      what: `AWS does not let ${pods} unseal. ${named(
        key,
      )} is refused to them.`,
      why: 'A pod that restarts stays sealed until its role may decrypt by that key.',
      fix: "Run the deploy again: it mends the role's policy and tells what the key's policy lacks.",
    }),
  },
  {
    pattern:
      /no space left on device|failed to audit (request|response)|backend failed to log|not enough sink nodes|not processed by enough 'sink' nodes/,
    finding: ({ pods, first, ref }) => ({
      id: 'audit-device-failing',
      severity: 'error',
      what: `${pods} cannot write to an audit device; its volume may be full.`,
      why: 'As long as another device takes each line, Vault goes on. When none does, it refuses every request with "internal error".',
      fix: `Look at kubectl exec -n ${ref.namespace} ${first} -- df -h /vault/audit. Make room: rename the file, send Vault a SIGHUP so that it opens a new one, and take the old one away; or expand claim audit-${first}.`,
    }),
  },
  {
    pattern:
      /ProvisionedThroughputExceeded|ThrottlingException|RequestLimitExceeded/,
    finding: ({ pods }) => ({
      id: 'storage-throttled',
      severity: 'warning',
      what: `DynamoDB throttles ${pods}.`,
      why: 'Requests to Vault become slow or fail, and a leader that cannot renew its lock loses it.',
      fix: 'Set storage.billingMode to PAY_PER_REQUEST, or raise the capacity of the table; then look at who asks so much.',
    }),
  },
];

const KEY_ARN = /arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+/;

/** Judges what the pods have written of late. The lines themselves are not shown: not everybody may read them. */
export function logFindings(
  logs: readonly PodLog[],
  ref: VaultClusterRef,
): readonly Finding[] {
  return SIGNS.flatMap(({ pattern, finding }) => {
    const found = logs.flatMap(({ pod, lines }) => {
      const line = lines.findLast(candidate => pattern.test(candidate));
      return line === undefined ? [] : [{ pod, line }];
    });
    if (found.length === 0) {
      return [];
    }
    const key = found.flatMap(({ line }) => KEY_ARN.exec(line)?.[0] ?? [])[0];
    return [
      finding({
        pods: found.map(({ pod }) => pod).join(', '),
        first: found[0].pod,
        ref,
        key,
        region: ref.region,
      }),
    ];
  });
}
