const compiled = new Map<string, RegExp>();

/** IAM's wildcards: `*` for any run of characters, `?` for one. */
export function matchesPattern(pattern: string, value: string): boolean {
  let expression = compiled.get(pattern);
  if (!expression) {
    const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
    expression = new RegExp(
      `^${escaped.replace(/\*/g, '.*').replace(/\?/g, '.')}$`,
      's',
    );
    compiled.set(pattern, expression);
  }
  return expression.test(value);
}
