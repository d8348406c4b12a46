import type { ConditionContext } from './conditions';

/** A value of a policy with its `${…}` filled in from the request; one that the request does not have stays, and matches nothing. */
export function withVariables(text: string, context: ConditionContext): string {
  return text.replace(
    /\$\{([^}]+)\}/g,
    (whole, key: string) => context[key.toLowerCase()]?.[0] ?? whole,
  );
}
