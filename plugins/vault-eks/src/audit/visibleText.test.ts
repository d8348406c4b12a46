import { visibleText } from './visibleText';

it.each([
  ['secret/data/app', 'secret/data/app'],
  ['Grüße 你好 🔑', 'Grüße 你好 🔑'],
  ['a\u0000b\u001b[31m', 'a\\u0000b\\u001b[31m'],
  ['admin\u202etxt.exe\u2066', 'admin\\u202etxt.exe\\u2066'],
  ['a\u200bb\ufeff', 'a\\u200bb\\ufeff'],
  ['one\ntwo\u2028three', 'one\\u000atwo\\u2028three'],
  ['half \ud83d', 'half \\ud83d'],
  ['tag \u{e0041}', 'tag \\u{e0041}'],
])('%j is shown as %j', (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

it('keeps what it is told to', () => {
  expect(visibleText('{\n  "a": "\u202e"\n}', '\n')).toBe(
    '{\n  "a": "\\u202e"\n}',
  );
});
