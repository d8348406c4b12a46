/** Where the thing that a field is about is to be found. */
export interface FormPlace {
  readonly cluster?: string;
  readonly region?: string;
  readonly account?: string;
}

/** Whether a value has members by name. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What all steps of the form hold so far; empty outside of a template's form. */
export function formValues(formContext: unknown): Record<string, unknown> {
  return isRecord(formContext) && isRecord(formContext.formData)
    ? formContext.formData
    : {};
}

/** The place that the form names, in its fields `cluster`, `region` and `account`. */
export function placeIn(formContext: unknown): FormPlace {
  const values = formValues(formContext);
  const text = (name: string) => {
    const value = values[name];
    return typeof value === 'string' && value.trim() ? value.trim() : undefined;
  };
  return {
    cluster: text('cluster'),
    region: text('region'),
    account: text('account'),
  };
}
