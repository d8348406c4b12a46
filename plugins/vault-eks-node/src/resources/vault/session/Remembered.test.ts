import { Remembered } from './Remembered';

describe('Remembered', () => {
  it('asks once for those who ask together, and again when the time is over', async () => {
    let asked = 0;
    const remembered = new Remembered<number>(30);
    const get = () => remembered.get(async () => ++asked);
    expect(await Promise.all([get(), get()])).toEqual([1, 1]);
    await new Promise(resolve => setTimeout(resolve, 40));
    expect(await get()).toBe(2);
    remembered.forget();
    expect(await get()).toBe(3);
  });

  it('does not keep a failure', async () => {
    let asked = 0;
    const remembered = new Remembered<number>(10_000);
    const ask = async () => {
      asked++;
      if (asked === 1) {
        throw new Error('away');
      }
      return asked;
    };
    await expect(remembered.get(ask)).rejects.toThrow('away');
    expect(await remembered.get(ask)).toBe(2);
  });
});
