import type { AuditTailRow } from '@vault-eks/backstage-plugin-vault-eks-common';
import { aLine } from '../testing/fixtures';
import { RowBatch } from './RowBatch';

const row = (id: number): AuditTailRow => ({
  kind: 'line',
  line: aLine(`${id}`),
});

describe('RowBatch', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function collecting() {
    const sizes: number[] = [];
    const batch = new RowBatch({
      ms: 100,
      onRows: rows => sizes.push(rows.length),
    });
    return { batch, sizes };
  }

  it('hands over together what comes within its time', () => {
    const { batch, sizes } = collecting();
    batch.add(row(1));
    jest.advanceTimersByTime(60);
    batch.add(row(2));
    expect(sizes).toEqual([]);
    jest.advanceTimersByTime(60);
    batch.add(row(3));
    jest.advanceTimersByTime(100);
    expect(sizes).toEqual([2, 1]);
  });

  it('does not pile up while timers rest', () => {
    const { batch, sizes } = collecting();
    for (let n = 0; n < 5_000; n += 1) {
      batch.add(row(n));
    }
    expect(sizes).toEqual([2_000, 2_000]);
  });

  it('hands over at once, or never, when told so', () => {
    const { batch, sizes } = collecting();
    batch.add(row(1));
    batch.flush();
    batch.flush();
    batch.add(row(2));
    batch.discard();
    jest.advanceTimersByTime(1_000);
    expect(sizes).toEqual([1]);
  });
});
