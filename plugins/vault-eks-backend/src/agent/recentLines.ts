import type {
  AuditLine,
  VaultClusterRef,
} from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';

/** The newest lines, read once: what a tail would begin with. Ends by itself when the history is over. */
export async function recentLines(
  vaultEks: Pick<VaultEks, 'tailAudit'>,
  ref: VaultClusterRef,
  options: { readonly most: number; readonly signal: AbortSignal },
): Promise<{ readonly lines: AuditLine[]; readonly unreadable: number }> {
  const ended = new AbortController();
  const lines: AuditLine[] = [];
  let unreadable = 0;
  const tail = vaultEks.tailAudit(ref, {
    history: options.most,
    signal: AbortSignal.any([options.signal, ended.signal]),
  });
  try {
    for await (const event of tail) {
      if (event.kind === 'line') {
        lines.push(event.line);
      } else if (event.kind === 'unreadable') {
        unreadable += 1;
      } else if (event.source.state !== 'connecting') {
        break;
      }
      if (lines.length + unreadable >= options.most) {
        break;
      }
    }
  } finally {
    ended.abort();
  }
  // A tail that is told to stop ends without an error.
  options.signal.throwIfAborted();
  return { lines, unreadable };
}
