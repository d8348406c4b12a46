import { RowRing, type RowWindow } from './RowRing';

const numbers = (count: number) => {
  const ring = new RowRing<number>();
  for (let n = 0; n < count; n += 1) {
    ring.append(n);
  }
  return ring;
};
const all = <T>(window: RowWindow<T>) => [...window];

describe('RowRing', () => {
  it('finds rows by number and by position', () => {
    const ring = numbers(2_000);
    for (let n = 0; n < 1_500; n += 1) {
      expect(ring.shift()).toBe(n);
    }
    const window = ring.window();
    expect(window).toMatchObject({ first: 1_500, end: 2_000, length: 500 });
    expect(window.at(0)).toBe(1_500);
    expect(window.at(499)).toBe(1_999);
    expect(window.get(1_700)).toBe(1_700);
    expect([window.at(-1), window.at(500), window.get(1_499)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    expect(all(window)).toEqual(
      Array.from({ length: 500 }, (_, n) => 1_500 + n),
    );
  });

  it('never changes a window that it gave away', () => {
    const ring = numbers(600);
    const before = ring.window();
    ring.append(600);
    ring.set(3, -3);
    ring.set(599, -599);
    ring.set(598, -598);
    ring.shift();
    expect(all(before)).toEqual(Array.from({ length: 600 }, (_, n) => n));
    expect(all(ring.window()).slice(0, 3)).toEqual([1, 2, -3]);
    expect(all(ring.window()).slice(-3)).toEqual([-598, -599, 600]);
  });

  it('gives the same window until something changes', () => {
    const ring = numbers(3);
    const window = ring.window();
    expect(ring.window()).toBe(window);
    ring.set(1, 7);
    expect(ring.window()).not.toBe(window);
  });

  it('goes two ways from a fork', () => {
    const ring = numbers(700);
    const fork = ring.fork();
    ring.append(1);
    fork.append(2);
    ring.set(0, -1);
    fork.set(699, -2);
    expect(ring.get(700)).toBe(1);
    expect(fork.get(700)).toBe(2);
    expect([ring.get(0), fork.get(0)]).toEqual([-1, 0]);
    expect([ring.get(699), fork.get(699)]).toEqual([699, -2]);
  });

  it('forgets what was dropped', () => {
    const ring = numbers(2);
    ring.shift();
    ring.set(0, 9);
    expect(all(ring.window())).toEqual([1]);
    ring.shift();
    expect(ring.shift()).toBeUndefined();
    expect(ring.append(5)).toBe(2);
    expect(all(ring.window())).toEqual([5]);
  });

  it('survives being emptied at the edge of a chunk', () => {
    const ring = numbers(512);
    for (let n = 0; n < 512; n += 1) {
      ring.shift();
    }
    expect(ring.window()).toHaveLength(0);
    ring.append(512);
    expect(all(ring.window())).toEqual([512]);
    expect(all(ring.fork().window())).toEqual([512]);
  });
});
