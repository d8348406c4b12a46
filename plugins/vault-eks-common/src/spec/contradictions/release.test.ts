import { parseSpec } from '../parseSpec';

const parse = (input: object) =>
  parseSpec({ cluster: 'demo', region: 'eu-west-1', ...input });

describe('names that the chart makes others of', () => {
  it.each<[object, RegExp]>([
    [{ release: 'true' }, /release: the chart writes "true" without quotes/],
    [{ namespace: '1e3' }, /namespace: the chart writes "1e3" without quotes/],
    [{ namespace: 'null' }, /namespace: the chart writes "null"/],
    [{ release: '2vault' }, /release: begin with a letter/],
    [
      { release: `vault-${'a'.repeat(50)}` },
      /release: Helm takes at most 53 characters/,
    ],
    [
      { release: `vault-${'a'.repeat(40)}` },
      /release: "vault-a+-agent-injector-svc" would have 65 characters, and Kubernetes takes 63; shorten it by 2/,
    ],
    [{ release: 'vault; rm -rf /' }, /release: use lower case letters/],
    [{ release: '--kubeconfig' }, /release: use lower case letters/],
    [{ release: '{{ .Release }}' }, /release: use lower case letters/],
    [{ namespace: '../kube-system' }, /namespace: use lower case letters/],
  ])('%j is refused', (input, message) => {
    expect(() => parse(input)).toThrow(message);
  });

  it('leaves more room without the injector', () => {
    const release = `vault-${'a'.repeat(40)}`;
    expect(parse({ release, injector: { enabled: false } }).release).toBe(
      release,
    );
    expect(parse({ release: 'team-1e3', namespace: '9lives' })).toMatchObject({
      namespace: '9lives',
    });
  });
});

describe('the network policy', () => {
  it('refuses what it does not apply', () => {
    expect(() =>
      parse({
        networkPolicy: { enabled: false, clientNamespaces: ['shop'] },
      }),
    ).toThrow(/networkPolicy\.clientNamespaces: there is no policy/);
    expect(() =>
      parse({
        networkPolicy: { egress: [{ range: '10.0.0.0/8', ports: [70_000] }] },
      }),
    ).toThrow(/networkPolicy\.egress: ports end at 65535/);
  });
});
