import type { Entity } from '@backstage/catalog-model';
import type {
  VaultClusterRef,
  VaultClusterStatus,
} from '@vault-eks/backstage-plugin-vault-eks-common';

/** An address and what it is. */
export interface PageLink {
  readonly title: string;
  readonly url: string;
}

/** Chapters of the runbooks, by the findings that lead to them. */
const CHAPTERS: Readonly<Record<string, string>> = {
  sealed: 'sealed',
  'seal-key-state': 'sealed',
  'seal-key-unusable': 'sealed',
  'seal-key-denied': 'sealed',
  'no-leader': 'no-leader',
  'two-leaders': 'no-leader',
  'clock-skew': 'no-leader',
  'certificate-expiry': 'certificate',
  'storage-throttled': 'table-throttled',
  'audit-device-failing': 'audit-volume-full',
  'volume-filling': 'audit-volume-full',
  unreachable: 'not-reachable',
  'replicas-not-ready': 'not-reachable',
  restarts: 'not-reachable',
};

/** Whether an address may become a link: a page on the web, or a path of this portal. */
export function isPageAddress(address: string): boolean {
  if (/^\/(?![/\\])/.test(address)) {
    return true;
  }
  try {
    return ['https:', 'http:'].includes(new URL(address).protocol);
  } catch {
    return false;
  }
}

/** The chapter that helps with a finding; `undefined` when there is none or no runbooks are configured. */
export function runbookOf(
  findingId: string,
  runbooks: string | undefined,
): string | undefined {
  if (
    !runbooks ||
    !isPageAddress(runbooks) ||
    !Object.hasOwn(CHAPTERS, findingId)
  ) {
    return undefined;
  }
  return `${runbooks}#${CHAPTERS[findingId]}`;
}

/** Fills `{cluster}` and its like with the coordinates of a Vault. */
export function fillPlaceholders(
  template: string,
  ref: VaultClusterRef,
): string {
  return template.replace(
    /\{(cluster|region|account|namespace|release)\}/g,
    (_, key: keyof VaultClusterRef) => encodeURIComponent(ref[key]),
  );
}

/** The links of a catalog entity that lead to a page. */
export function entityLinks(entity: Entity): PageLink[] {
  return (entity.metadata.links ?? [])
    .filter(({ url }) => isPageAddress(url))
    .map(({ url, title }) => ({ url, title: title ?? url }));
}

/** The AWS console of a region's partition. */
function consoleOf(region: string): string {
  if (region.startsWith('cn-')) {
    return 'console.amazonaws.cn';
  }
  return region.startsWith('us-gov-')
    ? 'console.amazonaws-us-gov.com'
    : 'console.aws.amazon.com';
}

/** Pages of the AWS console, by what they show. */
export function consoleLinks({
  ref,
  sealKey,
  storageTable,
}: Pick<VaultClusterStatus, 'ref' | 'sealKey' | 'storageTable'>): {
  readonly cluster: string;
  readonly key?: string;
  readonly table?: string;
} {
  const { region, cluster } = ref;
  const root = `https://${region}.${consoleOf(region)}`;
  const search = `?region=${encodeURIComponent(region)}`;
  // The console opens a key by id only; an alias leads nowhere.
  const keyId = sealKey?.match(/(?:^|key\/)([0-9a-f-]{36}|mrk-[0-9a-f]{32})$/);
  return {
    cluster: `${root}/eks/clusters/${encodeURIComponent(cluster)}${search}`,
    ...(keyId && { key: `${root}/kms/home${search}#/kms/keys/${keyId[1]}` }),
    ...(storageTable && {
      table: `${root}/dynamodbv2/home${search}#table?name=${encodeURIComponent(
        storageTable,
      )}`,
    }),
  };
}
