import { narrows } from './narrows';

it.each([
  [{}, {}, true],
  [{ actor: 'alice' }, {}, true],
  [{}, { actor: 'alice' }, false],
  [{ actor: 'ALICE-2' }, { actor: 'alice' }, true],
  [{ actor: 'alic' }, { actor: 'alice' }, false],
  [{ text: 'payments db' }, { text: 'payments' }, true],
  [{ text: 'db' }, { text: 'payments' }, false],
  [{ pathPrefix: 'secret/data/a' }, { pathPrefix: 'secret/' }, true],
  [{ pathPrefix: 'my-secret/' }, { pathPrefix: 'secret/' }, false],
  [{ mount: 'secret/' }, {}, true],
  [{ mount: 'secret/' }, { mount: 'kv/' }, false],
  [{ operation: 'read' }, { operation: 'read' }, true],
  [{ operation: 'list' }, { operation: 'read' }, false],
  [{ errorsOnly: true }, {}, true],
  [{ errorsOnly: undefined }, { errorsOnly: true }, false],
  [{ errorsOnly: true, actor: 'a' }, { errorsOnly: true }, true],
])('%j narrows %j: %s', (narrow, wide, answer) => {
  expect(narrows(narrow, wide)).toBe(answer);
});
