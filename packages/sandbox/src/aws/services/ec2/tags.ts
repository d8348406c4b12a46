import type * as sdk from '@aws-sdk/client-ec2';
import type { Tag, TagSpecification } from '@aws-sdk/client-ec2';
import { AwsError } from '../../AwsError';
import type { OperationsOf } from '../../Service';
import { ec2Page } from './network';
import type { Ec2State } from './Ec2State';
import { select } from './select';

/** Tags of anything that EC2 owns. */
export function tagOperations(state: Ec2State): OperationsOf<typeof sdk> {
  const change = (
    ids: readonly string[] | undefined,
    newTags: (old: readonly Tag[]) => Tag[],
  ) => {
    for (const id of ids ?? []) {
      const collection = state
        .taggable()
        .find(candidate => candidate.tagsOf(id) !== undefined);
      if (!collection) {
        throw new AwsError('InvalidID', `The ID '${id}' is not valid`);
      }
      collection.retag(id, newTags(collection.tagsOf(id) ?? []));
    }
  };
  return {
    CreateTags: input => {
      change(input.Resources, old => mergeTags(old, input.Tags));
      return {};
    },
    DeleteTags: input => {
      const doomed = input.Tags;
      change(input.Resources, old =>
        old.filter(
          tag =>
            doomed !== undefined &&
            !doomed.some(
              gone =>
                gone.Key === tag.Key &&
                (gone.Value === undefined || gone.Value === tag.Value),
            ),
        ),
      );
      return {};
    },
    DescribeTags: (input, { region }) => {
      const all = state.taggable().flatMap(({ type, entries }) =>
        entries()
          .filter(entry => entry.region === region)
          .flatMap(entry =>
            entry.tags.map(tag => ({
              ResourceId: entry.id,
              // The SDK closes the set of resource types; ours are all in it.
              ResourceType: type as sdk.ResourceType,
              Key: tag.Key,
              Value: tag.Value,
            })),
          ),
      );
      const page = ec2Page(
        select(all, input.Filters, {
          'resource-id': tag => [tag.ResourceId],
          'resource-type': tag => [tag.ResourceType],
          key: tag => [tag.Key],
          value: tag => [tag.Value],
        }),
        input,
      );
      return { Tags: page.items, NextToken: page.nextToken };
    },
  };
}

/** Old tags with the new ones put over them. */
export function mergeTags(
  old: readonly Tag[],
  added: readonly Tag[] | undefined,
): Tag[] {
  const keys = new Set((added ?? []).map(tag => tag.Key));
  return [...old.filter(tag => !keys.has(tag.Key)), ...(added ?? [])];
}

/** The tags that a create call gives to the thing it creates. Throws InvalidParameterValue for a key that is there twice. */
export function specifiedTags(
  specifications: readonly TagSpecification[] | undefined,
  type: string,
): Tag[] {
  const tags = (specifications ?? [])
    .filter(specification => specification.ResourceType === type)
    .flatMap(specification => specification.Tags ?? []);
  const keys = tags.map(tag => tag.Key);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice !== undefined) {
    throw new AwsError(
      'InvalidParameterValue',
      `Duplicate tag key '${twice}' specified.`,
    );
  }
  return tags;
}
