import { latencyMs, roundLatency } from './latency';

it.each([
  ['2026-11-23T12:18:46.806094502Z', '2026-11-23T12:18:46.806514502Z', 0.42],
  ['2026-11-23T12:18:46.9Z', '2026-11-23T12:18:47.1Z', 200],
  ['2026-11-23T12:18:46Z', '2026-11-23T12:18:46Z', 0],
  ['2026-11-23T12:18:46+01:00', '2026-11-23T11:18:47Z', 1000],
])('from %s to %s: %d ms', (request, response, ms) => {
  expect(latencyMs(request, response)).toBeCloseTo(ms, 3);
});

it.each([
  ['2026-11-23T12:18:47Z', '2026-11-23T12:18:46Z'],
  ['soon', '2026-11-23T12:18:46Z'],
])('none from %s to %s', (request, response) => {
  expect(latencyMs(request, response)).toBeUndefined();
});

it.each([
  [0.42345, 0.42],
  [3.14159, 3.1],
  [12.7, 13],
  [1234.5, 1235],
])('%d is told as %d', (ms, told) => {
  expect(roundLatency(ms)).toBe(told);
});
