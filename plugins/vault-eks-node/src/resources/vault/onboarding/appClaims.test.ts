import { appClaims } from './appClaims';

const values = { own: '1111-own', foreign: '2222-foreign' };
const claims = (...lines: string[]) =>
  appClaims({
    log: lines.join('\n'),
    account: 'shop/cart',
    role: 'app-shop.cart',
    values,
  });
const passed = (...lines: string[]) => claims(...lines).map(c => c.passed);

const LOGIN = 'vault-eks: logged in';
const OWN = ['map[written:1111-own]', 'vault-eks: read its own'];
const REFUSED = [
  'Error reading kv/data/apps/shop/nobody_/vault-eks-check/1: Error making API request.',
  'Code: 403. Errors:',
  '* 1 error occurred:',
  '* permission denied',
];

describe('what the log of a pod proves', () => {
  it('is everything when it read its own and was refused the other', () => {
    expect(passed(LOGIN, ...OWN, ...REFUSED)).toEqual([true, true, true]);
  });

  it.each([
    ['it could not log in', REFUSED, [false, false, false]],
    ['it said nothing', [], [false, false, false]],
    [
      'it read another value',
      [LOGIN, 'map[written:9999]', 'vault-eks: read its own', ...REFUSED],
      [true, false, true],
    ],
    [
      'it was refused its own and could not ask for the other',
      [LOGIN, ...REFUSED, 'dial tcp: connection refused'],
      [true, false, false],
    ],
    [
      'it read the other too',
      [
        ...[LOGIN, ...OWN, ...REFUSED],
        ...['map[written:2222-foreign]', 'vault-eks: read that of another'],
      ],
      [true, true, false],
    ],
    [
      'the other was not there',
      [LOGIN, ...OWN, 'No value found at kv/data/apps/x'],
      [true, true, false],
    ],
  ])('is not everything when %s', (_, lines, expected) => {
    expect(passed(...lines)).toEqual(expected);
  });

  it('tells neither a value nor a token that the log holds', () => {
    const details = claims(
      LOGIN,
      'map[written:1111-own] map[written:2222-foreign] hvs.CAESIJlongtoken',
    ).flatMap(c => c.detail ?? []);
    expect(details.join()).toContain('<redacted>');
    expect(details.join()).not.toMatch(/1111-own|2222-foreign|hvs\./);
  });

  it('says what Vault said, and no value', () => {
    const [login] = claims('* invalid role name "app-shop.cart"');
    expect(login.detail).toBe('* invalid role name "app-shop.cart"');
    expect(
      claims(LOGIN, ...OWN, ...REFUSED).flatMap(c => c.detail ?? []),
    ).toEqual([]);
  });
});
