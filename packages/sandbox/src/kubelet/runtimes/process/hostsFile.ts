/**
 * The names that a pod's process can look up, which in a cluster its DNS and the VPC's would answer: the pods of its
 * namespace behind the headless Service, the API server and AWS.
 */
export function hostsFile(options: {
  readonly namespace: string;
  /** Addresses by host name of the pods of the namespace. */
  readonly pods: ReadonlyMap<string, string>;
  /** Name of the headless Service. */
  readonly headless: string | undefined;
  readonly apiServer: string;
  readonly aws: { readonly address: string; readonly names: Iterable<string> };
}): string {
  const { namespace, pods, headless, apiServer, aws } = options;
  const suffixes = (name: string, of: string) => [
    `${name}.${of}`,
    `${name}.${of}.svc`,
    `${name}.${of}.svc.cluster.local`,
  ];
  const lines = [
    '127.0.0.1 localhost',
    `${apiServer} ${['kubernetes', ...suffixes('kubernetes', 'default')].join(
      ' ',
    )}`,
    `${aws.address} ${[...new Set(aws.names)].join(' ')}`,
  ];
  for (const [host, address] of pods) {
    const names = headless
      ? [
          host,
          `${host}.${headless}`,
          ...suffixes(`${host}.${headless}`, namespace),
        ]
      : [host];
    lines.push(`${address} ${names.join(' ')}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Names of AWS that a pod may call in its regions. */
export function awsNames(regions: Iterable<string>): string[] {
  return [
    'sts.amazonaws.com',
    ...[...new Set(regions)].flatMap(region =>
      ['sts', 'kms', 'dynamodb'].map(
        service => `${service}.${region}.amazonaws.com`,
      ),
    ),
  ];
}
