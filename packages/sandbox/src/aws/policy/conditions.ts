import { listOf, type ConditionElement } from './PolicyDocument';
import { matchesPattern } from './patterns';

/** Values of the request that conditions may ask about, by lower-cased key. */
export type ConditionContext = Readonly<
  Record<string, readonly string[] | undefined>
>;

type Comparison = (actual: string, wanted: string) => boolean;

const equals: Comparison = (actual, wanted) => actual === wanted;
const equalsIgnoringCase: Comparison = (actual, wanted) =>
  actual.toLowerCase() === wanted.toLowerCase();
const like: Comparison = (actual, wanted) => matchesPattern(wanted, actual);

const comparisons: Readonly<Record<string, Comparison>> = {
  StringEquals: equals,
  StringEqualsIgnoreCase: equalsIgnoringCase,
  StringLike: like,
  ArnEquals: like,
  ArnLike: like,
  Bool: equalsIgnoringCase,
  NumericEquals: (actual, wanted) => Number(actual) === Number(wanted),
  NumericLessThan: (actual, wanted) => Number(actual) < Number(wanted),
  NumericLessThanEquals: (actual, wanted) => Number(actual) <= Number(wanted),
  NumericGreaterThan: (actual, wanted) => Number(actual) > Number(wanted),
  NumericGreaterThanEquals: (actual, wanted) =>
    Number(actual) >= Number(wanted),
};

/** Whether every condition of a statement holds; an operator that is not known here never does. */
export function conditionsHold(
  conditions: ConditionElement | undefined,
  context: ConditionContext,
): boolean {
  return Object.entries(conditions ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) =>
      holds(operator, context[key.toLowerCase()], listOf(wanted).map(String)),
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
  const negated = /^(String|Arn|Numeric)Not/.test(name);
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
