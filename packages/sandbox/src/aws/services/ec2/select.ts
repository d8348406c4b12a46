import type { Filter, Tag } from '@aws-sdk/client-ec2';
import { AwsError } from '../../AwsError';
import { matchesPattern } from '../../policy/patterns';

/** The values that a filter of this name looks at. */
export type FilterFields<T> = Readonly<
  Record<string, (item: T) => readonly (string | undefined)[]>
>;

/** The items that every filter lets through, as the Describe calls do. */
export function select<T extends object>(
  items: readonly T[],
  filters: readonly Filter[] | undefined,
  fields: FilterFields<T>,
): T[] {
  return items.filter(item =>
    (filters ?? []).every(({ Name: name = '', Values: wanted = [] }) => {
      const values = valuesOf(item, name, fields);
      return values.some(
        value =>
          value !== undefined &&
          wanted.some(pattern => matchesPattern(pattern, value)),
      );
    }),
  );
}

function valuesOf<T extends object>(
  item: T,
  filter: string,
  fields: FilterFields<T>,
): readonly (string | undefined)[] {
  const tags = tagsOf(item);
  if (filter.startsWith('tag:')) {
    const key = filter.slice('tag:'.length);
    return tags.filter(tag => tag.Key === key).map(tag => tag.Value);
  }
  if (filter === 'tag-key') {
    return tags.map(tag => tag.Key);
  }
  const field = fields[filter];
  if (!field) {
    throw new AwsError(
      'InvalidParameterValue',
      `The filter '${filter}' is invalid`,
    );
  }
  return field(item);
}

/** The items with these ids, in the caller's region; an unknown id is an error of the resource's own code. */
export function byIds<T extends { readonly region: string }>(options: {
  readonly items: {
    get(id: string): T | undefined;
    values(): T[];
  };
  readonly ids: readonly string[] | undefined;
  readonly region: string;
  readonly notFound: (id: string) => AwsError;
}): T[] {
  const { items, ids, region, notFound } = options;
  if (!ids || ids.length === 0) {
    return items.values().filter(item => item.region === region);
  }
  return ids.map(id => {
    const item = items.get(id);
    if (!item || item.region !== region) {
      throw notFound(id);
    }
    return item;
  });
}

/** EC2's errors for ids that do not exist. */
export const notFound = {
  vpc: (id: string) =>
    new AwsError('InvalidVpcID.NotFound', `The vpc ID '${id}' does not exist`),
  subnet: (id: string) =>
    new AwsError(
      'InvalidSubnetID.NotFound',
      `The subnet ID '${id}' does not exist`,
    ),
  routeTable: (id: string) =>
    new AwsError(
      'InvalidRouteTableID.NotFound',
      `The routeTable ID '${id}' does not exist`,
    ),
  group: (id: string) =>
    new AwsError(
      'InvalidGroup.NotFound',
      `The security group '${id}' does not exist`,
    ),
  endpoint: (id: string) =>
    new AwsError(
      'InvalidVpcEndpointId.NotFound',
      `The Vpc Endpoint Id '${id}' does not exist`,
    ),
  volume: (id: string) =>
    new AwsError(
      'InvalidVolume.NotFound',
      `The volume '${id}' does not exist.`,
    ),
  instance: (id: string) =>
    new AwsError(
      'InvalidInstanceID.NotFound',
      `The instance ID '${id}' does not exist`,
    ),
};

function tagsOf(item: { readonly Tags?: readonly Tag[] }): readonly Tag[] {
  return item.Tags ?? [];
}
