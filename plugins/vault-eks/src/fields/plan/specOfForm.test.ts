import { specOfForm } from './specOfForm';

describe('specOfForm', () => {
  it('takes what is of the spec and leaves out what is empty or the form’s own', () => {
    expect(
      specOfForm({
        cluster: 'prod',
        region: 'eu-west-1',
        account: '',
        replicas: 5,
        owner: undefined,
        approval: 'deploy',
        preview: null,
        reinitialise: 'a-table',
      }),
    ).toEqual({ cluster: 'prod', region: 'eu-west-1', replicas: 5 });
  });

  it('names the holders only when they keep the shares', () => {
    const holders = [{ name: 'ada', publicKey: 'key' }];
    const custody = { recoveryThreshold: 2, holders };
    expect(
      specOfForm({ custody: { ...custody, keeper: 'pgp' } }).custody,
    ).toEqual({ recoveryThreshold: 2, pgp: { holders } });
    expect(
      specOfForm({ custody: { ...custody, keeper: 'secret' } }).custody,
    ).toEqual({ recoveryThreshold: 2 });
  });

  it('lets a template have choices of its own', () => {
    expect(
      specOfForm(
        { cluster: 'prod', replicas: 5 },
        { replicas: 3, injector: { enabled: false } },
      ),
    ).toEqual({ cluster: 'prod', replicas: 3, injector: { enabled: false } });
  });
});
