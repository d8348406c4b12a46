import type { ServerConfig } from '../config/ServerConfig';
import type { ServerLog } from './ServerLog';

/** When this server says that it was built. */
export const BUILD_DATE = '2026-08-11T09:12:44Z';

/** What Vault prints before its log begins. */
export function printBanner(
  log: ServerLog,
  config: ServerConfig,
  version: string,
): void {
  const { address, clusterAddress, tls } = config.listener;
  const facts: readonly (readonly [string, string])[] = [
    ['Administrative Namespace', ''],
    ['Api Address', config.apiAddress],
    ['Cluster Address', config.clusterAddress],
    [
      'Listener 1',
      `tcp (addr: "${address}", cluster address: "${clusterAddress}", tls: "${
        tls ? 'enabled' : 'disabled'
      }")`,
    ],
    ['Log Level', ''],
    ['Recovery Mode', 'false'],
    [
      'Storage',
      `dynamodb (HA ${config.storage.haEnabled ? 'available' : 'disabled'})`,
    ],
    ['Version', `Vault v${version}, built ${BUILD_DATE}`],
  ];
  log.plain('==> Vault server configuration:');
  log.plain('');
  for (const [name, value] of facts)
    log.plain(`${name.padStart(24)}: ${value}`);
  log.plain('');
  log.plain('==> Vault server started! Log data will stream in below:');
  log.plain('');
}
