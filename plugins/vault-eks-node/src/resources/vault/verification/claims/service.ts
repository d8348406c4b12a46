import type { Claim } from '../Claim';
import type { Evidence } from '../evidence/Evidence';

/** What Vault is for, by the address that its clients use. */
export const secretThroughService = ({ secret }: Evidence): Claim => ({
  id: 'secret-round-trip',
  claim:
    'A secret can be written, read and deleted through the active service, with TLS verified',
  fix: 'Look at the log of the leader. While no pod is active, the service has nobody behind it.',
  async try(ctx) {
    const { path, address } = await secret(ctx);
    return `${path} at ${address}`;
  },
});
