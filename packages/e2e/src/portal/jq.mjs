// As much of jq as docs/actions.md asks for, for machines that have none: paths, [], and text with \(paths) in it.
import { readFileSync } from 'node:fs';

const PART = /^(?:\.?(\w+)|\.?\[(-?\d+)\]|\.?(\[\]))/;

/** All that a path leads to. */
function follow(path, value) {
  if (path === '' || path === '.') return [value];
  const match = PART.exec(path);
  if (!match) throw new Error(`This jq does not know ${path}`);
  const [{ length }, key, index, each] = match;
  const found = each ? value : [key ? value[key] : value.at(Number(index))];
  return found.flatMap(next => follow(path.slice(length), next));
}

function evaluate(filter, value) {
  if (!filter.startsWith('"')) return follow(filter, value);
  const text = filter.slice(1, -1).replaceAll('\\n', '\n');
  return [text.replace(/\\\((.*?)\)/g, (_, path) => follow(path, value)[0])];
}

const [raw, filter] = process.argv.slice(2);
if (raw !== '-r') throw new Error('This jq writes raw text only: jq -r');
const results = filter
  .split(' | ')
  .reduce(
    (values, stage) => values.flatMap(value => evaluate(stage, value)),
    [JSON.parse(readFileSync(0, 'utf8'))],
  );
for (const result of results) {
  process.stdout.write(
    `${typeof result === 'string' ? result : JSON.stringify(result)}\n`,
  );
}
