import type {
  AuditLine,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { Harness } from './harness';
import { kubectl } from './kubectl';

/** What the stdout device of a Vault has written last, by the product's own tail. */
export async function lastAuditLines(
  { vaultEks }: Pick<Harness, 'vaultEks'>,
  ref: VaultClusterRef,
  wanted: number,
): Promise<AuditLine[]> {
  const stop = new AbortController();
  const lines: AuditLine[] = [];
  try {
    for await (const event of vaultEks.tailAudit(ref, {
      signal: stop.signal,
      history: wanted,
    })) {
      if (event.kind === 'line') {
        lines.push(event.line);
      }
      if (lines.length === wanted) {
        break;
      }
    }
  } finally {
    stop.abort();
  }
  return lines;
}

/** The type and the request id of every line that the file device of a pod holds, read on its volume by the real kubectl. */
export async function fileAuditLines(
  { sandbox }: Pick<Harness, 'sandbox'>,
  pod: { readonly namespace: string; readonly name: string },
): Promise<{ readonly type: string; readonly requestId: string }[]> {
  const { namespace, name } = pod;
  const exec = ['exec', '--namespace', namespace, name, '--container', 'vault'];
  const file = '/vault/audit/vault_audit.log';
  const text = await kubectl(sandbox, ...exec, '--', 'cat', file);
  return text
    .split('\n')
    .filter(line => line !== '')
    .map(line => JSON.parse(line))
    .map(({ type, request }) => ({ type, requestId: request.id }));
}
