import { jsonPatch } from './jsonPatch';

// Each answer was seen at a kube-apiserver 1.36.3.
describe('jsonPatch', () => {
  const current = { metadata: { labels: { a: 'b' } } };
  const change = (op: string, path: string, value?: unknown) =>
    jsonPatch(current, [{ op, path, value }]);

  it('replaces what is not there in an object that is', () => {
    expect(change('replace', '/metadata/labels/new', 'x')).toEqual({
      metadata: { labels: { a: 'b', new: 'x' } },
    });
    expect(current).toEqual({ metadata: { labels: { a: 'b' } } });
  });

  it.each([
    ['replace', '/metadata/annotations/new', 'x'],
    ['remove', '/metadata/labels/none', undefined],
    ['test', '/metadata/labels/a', 'other'],
    ['add', '/metadata/annotations/new', 'x'],
  ])('refuses to %s %s', (op, path, value) => {
    expect(() => change(op, path, value)).toThrow(
      'the server rejected our request due to an error in our request',
    );
  });

  it('sees what an operation before has made', () => {
    expect(
      jsonPatch(current, [
        { op: 'add', path: '/metadata/annotations', value: {} },
        { op: 'replace', path: '/metadata/annotations/new', value: 'x' },
      ]),
    ).toEqual({ metadata: { labels: { a: 'b' }, annotations: { new: 'x' } } });
  });
});
