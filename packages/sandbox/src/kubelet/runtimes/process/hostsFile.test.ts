import { awsNames, hostsFile } from './hostsFile';

describe('hostsFile', () => {
  it('names the pods behind the headless Service, the API server and AWS', () => {
    const text = hostsFile({
      namespace: 'vault',
      pods: new Map([['vault-0', '127.0.7.10']]),
      headless: 'vault-internal',
      apiServer: '127.0.7.1',
      aws: { address: '127.0.6.1', names: awsNames(['eu-west-1']) },
    });
    const address = (name: string) =>
      text
        .split('\n')
        .map(line => line.split(' '))
        .find(([, ...names]) => names.includes(name))?.[0];
    expect(address('vault-0.vault-internal')).toBe('127.0.7.10');
    expect(address('vault-0.vault-internal.vault.svc.cluster.local')).toBe(
      '127.0.7.10',
    );
    expect(address('kubernetes.default.svc')).toBe('127.0.7.1');
    expect(address('sts.eu-west-1.amazonaws.com')).toBe('127.0.6.1');
    expect(address('kms.eu-west-1.amazonaws.com')).toBe('127.0.6.1');
    expect(address('vault-1.vault-internal')).toBeUndefined();
  });
});
