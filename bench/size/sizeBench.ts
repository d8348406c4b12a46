import { figure } from '../print';
import { bundleSize } from './bundleSize';

const KIB = 1024;

/** The new frontend system's entry of our plugin, beside those of the plugins that do the nearest to it. */
const PLUGINS = {
  ours: './plugins/vault-eks/src/alpha',
  kubernetes: '@backstage/plugin-kubernetes/alpha',
  community_vault: '@backstage-community/plugin-vault/alpha',
};

/** What a portal's browser loads for our frontend plugin at once, against the others by the same bundler. */
export async function benchSize(): Promise<void> {
  const ours = await bundleSize(PLUGINS.ours);
  const kubernetes = await bundleSize(PLUGINS.kubernetes);
  const communityVault = await bundleSize(PLUGINS.community_vault);
  figure('size_main', ours.main / KIB, 'KiB');
  figure('size_main_kubernetes', kubernetes.main / KIB, 'KiB');
  figure('size_main_community_vault', communityVault.main / KIB, 'KiB');
  figure('size_all', ours.all / KIB, 'KiB');
  figure('size_all_kubernetes', kubernetes.all / KIB, 'KiB');
  figure('size_all_community_vault', communityVault.all / KIB, 'KiB');
  figure('size_main_over_kubernetes', ours.main / kubernetes.main, 'ratio');
  figure(
    'size_main_over_community_vault',
    ours.main / communityVault.main,
    'ratio',
  );
}
