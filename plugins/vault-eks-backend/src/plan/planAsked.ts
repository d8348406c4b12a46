import type { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import type { VaultClusterSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import type { VaultEks } from '@vault-eks/backstage-plugin-vault-eks-node';
import { publicError } from '../http/publicError';

/**
 * The plan that a person asked for.
 *
 * @throws InputError with what the engine says of the spec, and how to mend it; all else that fails quotes AWS, Kubernetes
 * or helm, and is told without their words
 */
export async function planAsked(
  spec: VaultClusterSpec,
  options: {
    readonly initiator: string;
    readonly logger: LoggerService;
    readonly signal: AbortSignal;
    readonly vaultEks: Pick<VaultEks, 'plan'>;
  },
) {
  const { initiator, logger, signal, vaultEks } = options;
  try {
    return await vaultEks.plan(spec, {
      signal,
      initiator,
      logger: {
        info: line => logger.debug(line),
        warn: line => logger.warn(line),
      },
    });
  } catch (error) {
    throw isError(error) && error.name === 'InputError'
      ? error
      : publicError({ error, doing: `Planning for ${spec.cluster}`, logger });
  }
}
