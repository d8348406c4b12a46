import { aStatus, entity } from '../testing/fixtures';
import {
  consoleLinks,
  entityLinks,
  fillPlaceholders,
  isPageAddress,
  runbookOf,
} from './links';

/** What a browser would run; a link to it must never be made. */
const SCRIPT = ['javascript', 'alert(1)'].join(':');

describe('addresses', () => {
  it.each([
    ['https://vault.example.com', true],
    ['/docs/default/component/vault-eks/runbooks', true],
    ['//elsewhere.example.com', false],
    ['/\\elsewhere.example.com', false],
    [SCRIPT, false],
    ['data:text/html,hello', false],
    ['', false],
  ])('%s', (address, allowed) => {
    expect(isPageAddress(address)).toBe(allowed);
  });

  it('leaves out the links of an entity that lead to no page', () => {
    const links = [
      { url: 'https://vault.example.com', title: 'Vault UI' },
      { url: SCRIPT, title: 'Click me' },
    ];
    expect(
      entityLinks({ ...entity, metadata: { ...entity.metadata, links } }),
    ).toEqual([links[0]]);
  });
});

describe('runbooks', () => {
  it('lead from a finding to its chapter', () => {
    expect(runbookOf('seal-key-denied', '/docs/x')).toBe('/docs/x#sealed');
  });

  it.each([
    ['one-zone', '/docs/x'],
    ['constructor', '/docs/x'],
    ['sealed', undefined],
    ['sealed', SCRIPT],
  ])('%s has none at %s', (id, runbooks) => {
    expect(runbookOf(id, runbooks)).toBeUndefined();
  });
});

it('fills in the coordinates of a Vault, as parts of an address', () => {
  const ref = { ...aStatus().ref, release: 'a b' };
  expect(
    fillPlaceholders('https://logs/?q={namespace}/{release}&x={other}', ref),
  ).toBe('https://logs/?q=vault/a%20b&x={other}');
});

describe('the AWS console', () => {
  const { ref } = aStatus();
  const id = '1234abcd-12ab-34cd-56ef-1234567890ab';

  it.each([[id], [`arn:aws:kms:eu-west-1:111122223333:key/${id}`]])(
    'opens the key %s',
    sealKey => {
      expect(consoleLinks({ ref, sealKey }).key).toBe(
        `https://eu-west-1.console.aws.amazon.com/kms/home?region=eu-west-1#/kms/keys/${id}`,
      );
    },
  );

  it('has no page for an alias', () => {
    expect(consoleLinks({ ref, sealKey: 'alias/vault' }).key).toBeUndefined();
  });

  it('is another one in other partitions', () => {
    expect(
      consoleLinks({
        ref: { ...ref, region: 'cn-north-1' },
        storageTable: 'vault',
      }).table,
    ).toBe(
      'https://cn-north-1.console.amazonaws.cn/dynamodbv2/home?region=cn-north-1#table?name=vault',
    );
  });
});
