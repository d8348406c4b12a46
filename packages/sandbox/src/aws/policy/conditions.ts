import { BlockList } from 'node:net';
import { listOf, type ConditionElement } from './PolicyDocument';
import { matchesPattern } from './patterns';
import { withVariables } from './variables';

/** Values of the request that conditions may ask about, by lower-cased key. */
export type ConditionContext = Readonly<
  Record<string, readonly string[] | undefined>
>;

type Comparison = (actual: string, wanted: string) => boolean;

const equals: Comparison = (actual, wanted) => actual === wanted;
const equalsIgnoringCase: Comparison = (actual, wanted) =>
  actual.toLowerCase() === wanted.toLowerCase();
const like: Comparison = (actual, wanted) => matchesPattern(wanted, actual);

function ordered(
  kind: 'Numeric' | 'Date',
  read: (text: string) => number,
): Record<string, Comparison> {
  return {
    [`${kind}Equals`]: (actual, wanted) => read(actual) === read(wanted),
    [`${kind}LessThan`]: (actual, wanted) => read(actual) < read(wanted),
    [`${kind}LessThanEquals`]: (actual, wanted) => read(actual) <= read(wanted),
    [`${kind}GreaterThan`]: (actual, wanted) => read(actual) > read(wanted),
    [`${kind}GreaterThanEquals`]: (actual, wanted) =>
      read(actual) >= read(wanted),
  };
}

/** Milliseconds of an ISO 8601 date, or of one that counts the seconds since 1970. */
function dateOf(text: string): number {
  return /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text);
}

function isWithin(address: string, range: string): boolean {
  const [network, prefix] = range.split('/');
  const family = network.includes(':') ? 'ipv6' : 'ipv4';
  const list = new BlockList();
  try {
    list.addSubnet(
      network,
      Number(prefix ?? (family === 'ipv6' ? 128 : 32)),
      family,
    );
  } catch {
    return false;
  }
  return list.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
}

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsIgnoringCase,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: equalsIgnoringCase,
  ...ordered('Numeric', Number),
  ...ordered('Date', dateOf),
  IpAddress: isWithin,
};

/** Whether every condition of a statement holds; an operator that is not known here never does. */
export function conditionsHold(
  conditions: ConditionElement | undefined,
  context: ConditionContext,
): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      holds(
        operator,
        context[key.toLowerCase()],
        listOf(wanted).map(value => withVariables(String(value), context)),
      ),
    ),
  );
}

function holds(
  operator: string,
  actual: readonly string[] | undefined,
  wanted: readonly string[],
): boolean {
  const { quantifier, name, ifExists } = partsOf(operator);
  const isPresent = actual !== undefined && actual.length > 0;
  if (name === 'Null') {
    return wanted.includes(String(!isPresent));
  }
  const negated = /^(String|Arn|Numeric|Date)?Not/.test(name);
  const compare = comparisons[name.replace('Not', '')];
  if (!compare) {
    return false;
  }
  if (!isPresent) {
    return ifExists || negated || quantifier === 'ForAllValues';
  }
  const satisfied = (value: string) =>
    wanted.some(item => compare(value, item)) !== negated;
  return quantifier === 'ForAnyValue'
    ? actual.some(satisfied)
    : actual.every(satisfied);
}

function partsOf(operator: string) {
  const [, quantifier, rest] =
    /^(?:(ForAnyValue|ForAllValues):)?(.+)$/.exec(operator) ?? [];
  const ifExists = rest?.endsWith('IfExists') ?? false;
  return {
    quantifier,
    name: (rest ?? operator).replace(/IfExists$/, ''),
    ifExists,
  };
}
