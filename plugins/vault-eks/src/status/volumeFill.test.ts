import { bytesInWords, fillOf } from './volumeFill';

describe('fillOf', () => {
  it.each([
    [0, 1000, 0, 'ok'],
    [791, 1000, 80, 'warning'],
    [941, 1000, 95, 'error'],
    [1200, 1000, 100, 'error'],
  ])('%d of %d bytes', (usedBytes, capacityBytes, percent, tone) => {
    expect(fillOf({ usedBytes, capacityBytes })).toMatchObject({
      percent,
      tone,
    });
  });

  it('claims nothing of a volume that nobody looked into', () => {
    expect(fillOf({ capacityBytes: 1000 })).toBeUndefined();
    expect(fillOf({ usedBytes: 10, capacityBytes: 0 })).toBeUndefined();
  });
});

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [10 * 1024 ** 3, '10 GiB'],
  [1.25 * 1024 ** 2, '1.3 MiB'],
  [2048 * 1024 ** 4, '2048 TiB'],
])('%d bytes are %s', (bytes, words) => {
  expect(bytesInWords(bytes)).toBe(words);
});
