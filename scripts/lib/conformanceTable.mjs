const WIDTH = 13;

const byThing = rows => {
  const things = new Map();
  for (const { thing, test } of rows) {
    const tests = things.get(thing) ?? new Set();
    things.set(thing, tests.add(test));
  }
  return [...things].sort(([a], [b]) => a.localeCompare(b));
};

/** The tests of each thing, a column for each target. */
export function table(results) {
  const targets = Object.keys(results);
  const all = Object.values(results).flat();
  const width = Math.max(...all.map(({ test }) => test.length)) + 4;
  const line = (first, cells) =>
    `${first.padEnd(width)}${cells
      .map(cell => cell.padEnd(WIDTH))
      .join('')}`.trimEnd();
  const cell = (target, thing, test) => {
    const row = results[target].find(
      other => other.thing === thing && other.test === test,
    );
    return row?.outcome === 'failed' ? 'FAILED' : row?.outcome ?? '-';
  };
  return byThing(all).flatMap(([thing, tests]) => [
    '',
    line(thing, targets),
    ...[...tests].map(test =>
      line(
        `  ${test}`,
        targets.map(target => cell(target, thing, test)),
      ),
    ),
  ]);
}

/** Why tests were skipped, and how others failed. */
export function remarks(results, exceptions, original) {
  const known = new Map();
  const met = Object.entries(exceptions).filter(([target]) => results[target]);
  for (const [target, list] of met) {
    for (const { test, does, documented, source } of list) {
      const text = `${does}\n    ${original}: ${documented} (${source})`;
      const key = `${test}\n${text}`;
      known.set(key, {
        ...{ test, text },
        targets: [...(known.get(key)?.targets ?? []), target],
      });
    }
  }
  const skipped = [...known.values()].map(({ test, text, targets }) => {
    const names = targets.join(', ');
    return `skipped for ${names}: ${test}\n    ${names}: ${text}`;
  });
  const failed = Object.entries(results).flatMap(([target, rows]) =>
    rows
      .filter(({ outcome }) => outcome === 'failed')
      .map(
        ({ thing, test, message = '' }) =>
          `FAILED against ${target}: ${thing}: ${test}\n${message
            .split('\n')
            .slice(0, 14)
            .map(text => `    ${text}`)
            .join('\n')}`,
      ),
  );
  return [...skipped, ...failed];
}

/** How many tests of all targets passed, failed and were skipped. */
export function count(results) {
  const outcomes = Object.values(results)
    .flat()
    .map(({ outcome }) => outcome);
  const of = wanted => outcomes.filter(outcome => outcome === wanted).length;
  return {
    passed: of('passed'),
    failed: of('failed'),
    skipped: of('skipped'),
  };
}
