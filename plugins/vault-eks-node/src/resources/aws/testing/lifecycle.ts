import type { ManagedResource } from '../../../engine/ManagedResource';
import { reconcile } from '../../../engine/reconcile';
import type { Ownership } from '../ownership';

export const OWNER = 'demo/vault/vault';
export const OWNERSHIP: Ownership = {
  owner: OWNER,
  by: 'user:default/ada',
  version: '1.2.3',
  tags: {},
  adopt: false,
};
export const REGION = 'eu-west-1';
export const ACCOUNT = '111122223333';
export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/vault-demo`;

export const context = () => ({
  signal: new AbortController().signal,
  log: () => {},
});

/** Brings a thing to what is wanted, with short waits. */
export const settle = <T>(resource: ManagedResource<T, unknown>) =>
  reconcile(resource, context(), {
    timeoutMs: 500,
    firstDelayMs: 1,
    maxDelayMs: 5,
  });

/** What a plan would say of a thing that exists. */
export async function changesOf<T>(resource: ManagedResource<T, unknown>) {
  const observed = await resource.observe(context());
  if (observed === undefined) {
    throw new Error(`${resource.title} is absent`);
  }
  return resource.diff(observed);
}

/** The same, as a person reads it. */
export async function wordsOf<T>(resource: ManagedResource<T, unknown>) {
  const changes = await changesOf(resource);
  return changes.map(
    ({ field, from = '(absent)', to = '(absent)' }) =>
      `${field}: ${from} -> ${to}`,
  );
}

/** What a destroy would make of a thing that exists. */
export async function removalOf<T>(resource: ManagedResource<T, unknown>) {
  const observed = await resource.observe(context());
  if (observed === undefined) {
    throw new Error(`${resource.title} is absent`);
  }
  return resource.removal?.(observed, context());
}

/** Removes a thing that exists. */
export async function remove<T>(resource: ManagedResource<T, unknown>) {
  const observed = await resource.observe(context());
  if (observed === undefined) {
    throw new Error(`${resource.title} is absent`);
  }
  await resource.delete(context(), observed);
}

/** An error as the SDK throws it. */
export function awsError(name: string, message = name): Error {
  return Object.assign(new Error(message), { name });
}
