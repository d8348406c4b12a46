import { phaseDurations } from './phaseDurations';

const step = (
  id: string,
  phase: string,
  durationMs: number,
  after: readonly string[] = [],
) => ({ id, phase, durationMs, after });

describe('phaseDurations', () => {
  it('is as long as the longest chain of a phase, whatever the order of its steps', () => {
    const durations = phaseDurations([
      step('release', 'Helm', 60, ['table', 'role']),
      step('role', 'AWS', 5, ['table']),
      step('table', 'AWS', 20),
      step('key', 'AWS', 10),
      step('namespace', 'Kubernetes', 1),
      step('secret', 'Kubernetes', 2, ['namespace', 'key']),
    ]);
    expect(Object.fromEntries(durations)).toEqual({
      AWS: 25,
      Helm: 60,
      Kubernetes: 12,
    });
  });

  it('takes a step that is not of the run as over', () => {
    expect(
      Object.fromEntries(phaseDurations([step('a', 'AWS', 3, ['elsewhere'])])),
    ).toEqual({ AWS: 3 });
    expect(phaseDurations([]).size).toBe(0);
  });
});
