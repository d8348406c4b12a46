import { PodDisturbances } from './PodDisturbances';

describe('PodDisturbances', () => {
  it('shifts the clock of one pod', () => {
    const disturbances = new PodDisturbances();
    disturbances.shiftClock('vault', 'vault-1', 60_000);

    const ahead = disturbances.now('vault', 'vault-1') - Date.now();
    expect(Math.abs(ahead - 60_000)).toBeLessThan(1_000);
    expect(
      Math.abs(disturbances.now('vault', 'vault-0') - Date.now()),
    ).toBeLessThan(1_000);
  });

  it('takes the space of one volume, and gives it back', () => {
    const disturbances = new PodDisturbances();
    disturbances.setFull('pvc-1', true);

    expect(disturbances.isFull('/state/volumes/pvc-1/audit.log')).toBe(true);
    expect(disturbances.isFull('/state/volumes/pvc-10/audit.log')).toBe(false);
    disturbances.setFull('pvc-1', false);
    expect(disturbances.isFull('/state/volumes/pvc-1/audit.log')).toBe(false);
  });
});
