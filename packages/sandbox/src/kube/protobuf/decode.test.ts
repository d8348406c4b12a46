import { parse } from 'protobufjs';
import { decodeObject } from './decode';
import { MESSAGES } from './messages';

/** As a Go client writes it: the magic, then the object inside an envelope that names its kind. */
function encoded(apiVersion: string, kind: string, fields: object): Buffer {
  const { root } = parse(MESSAGES);
  const write = (name: string, value: object) => {
    const type = root.lookupType(name);
    return type.encode(type.fromObject(value)).finish();
  };
  return Buffer.concat([
    Buffer.from('k8s\0'),
    write('Unknown', {
      typeMeta: { apiVersion, kind },
      raw: write(kind, fields),
    }),
  ]);
}

describe('decodeObject', () => {
  it('reads a secret as JSON would say it', () => {
    const secret = encoded('v1', 'Secret', {
      metadata: {
        name: 'sh.helm.release.v1.vault.v1',
        namespace: '',
        labels: { owner: 'helm' },
        creationTimestamp: { seconds: 1_800_000_000, nanos: 0 },
        deletionTimestamp: {},
      },
      data: { release: Buffer.from('packed') },
      type: 'helm.sh/release.v1',
    });

    expect(decodeObject(secret)).toEqual({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'sh.helm.release.v1.vault.v1',
        labels: { owner: 'helm' },
        creationTimestamp: '2027-01-15T08:00:00Z',
      },
      data: { release: Buffer.from('packed').toString('base64') },
      type: 'helm.sh/release.v1',
    });
  });

  it('keeps a zero that means something', () => {
    expect(
      decodeObject(encoded('v1', 'DeleteOptions', { gracePeriodSeconds: 0 })),
    ).toMatchObject({ gracePeriodSeconds: 0 });
  });

  it('reads extra values as lists', () => {
    const review = encoded('authorization.k8s.io/v1', 'SubjectAccessReview', {
      spec: { user: 'jo', extra: { arn: { items: ['a', 'b'] } } },
    });

    expect(decodeObject(review)).toMatchObject({
      spec: { user: 'jo', extra: { arn: ['a', 'b'] } },
    });
  });

  it('refuses what is no Kubernetes object', () => {
    expect(() => decodeObject(Buffer.from('hello'))).toThrow(/media type/i);
  });
});
