import { parseSpec } from '../parseSpec';

const parse = (injector: object) =>
  parseSpec({ cluster: 'demo', region: 'eu-west-1', injector });

describe('what the injector serves', () => {
  it.each<[object, RegExp]>([
    [
      { namespaces: ['shop'], exceptNamespaces: ['bank'] },
      /injector\.exceptNamespaces: injector\.namespaces names all that are served; give one of the two/,
    ],
    [
      { enabled: false, namespaces: ['shop'] },
      /injector\.namespaces: there is no injector/,
    ],
    [
      { exceptNamespaces: ['vault'] },
      /injector\.exceptNamespaces: vault is Vault's own/,
    ],
    [{ namespaces: ['Shop'] }, /injector\.namespaces: use lower case letters/],
  ])('%j is refused', (injector, message) => {
    expect(() => parse(injector)).toThrow(message);
  });

  it('is every namespace by default, or those that are named', () => {
    expect(parse({}).injector).toMatchObject({
      namespaces: [],
      exceptNamespaces: [],
    });
    expect(parse({ namespaces: ['shop'] }).injector.namespaces).toEqual([
      'shop',
    ]);
  });
});
