import type { OperationContext } from '../../../engine/ManagedResource';
import { MANAGED_LABEL } from './releaseChanges';
import { RenderOptions, renderRelease } from './renderRelease';

/**
 * Installs or upgrades what was rendered and looked at. Nothing is touched, and no leader is moved, for a release that
 * would be refused.
 *
 * @throws InputError when what would be installed is refused; ServiceUnavailableError when helm fails
 */
export async function installRelease(
  rendering: RenderOptions,
  ctx: OperationContext,
  prepare?: () => Promise<void>,
): Promise<void> {
  const { install } = await renderRelease(rendering, ctx);
  await prepare?.();
  const labels = { [MANAGED_LABEL]: 'true' };
  await rendering.helm.upgradeInstall({ ...install, labels }, ctx);
}
