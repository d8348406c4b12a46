import { InputError } from '@backstage/errors';
import { parseSpec } from '@vault-eks/backstage-plugin-vault-eks-common';
import { refuseCopies } from './refuseBeforeCalls';

const copies = (...replicaRegions: string[]) =>
  parseSpec({
    cluster: 'demo',
    region: 'eu-west-1',
    custody: { replicaRegions },
  });

describe('refuseCopies', () => {
  it('takes the regions that app-config allows, and no other', () => {
    const config = { regions: ['eu-west-1', 'eu-central-1'] };
    expect(() => refuseCopies(copies(), config)).not.toThrow();
    expect(() => refuseCopies(copies('eu-central-1'), config)).not.toThrow();
    expect(() =>
      refuseCopies(copies('eu-central-1', 'us-east-1'), config),
    ).toThrow(InputError);
    expect(() => refuseCopies(copies('us-east-1'), config)).toThrow(
      'custody.replicaRegions: region us-east-1 is not allowed; vaultEks.regions in app-config allows eu-west-1, eu-central-1',
    );
  });

  it('knows a region that does not exist', () => {
    expect(() => refuseCopies(copies('us-east-1'), {})).not.toThrow();
    expect(() => refuseCopies(copies('eu-wset-1'), {})).toThrow(
      /custody.replicaRegions: eu-wset-1 is no AWS region/,
    );
  });
});
