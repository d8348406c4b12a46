import type { SecurityGroupRule } from '@aws-sdk/client-ec2';
import type { CallContext } from '../../Service';
import type { Ec2State, GroupRecord, Regional } from './Ec2State';
import { byIds, notFound } from './select';

/** Finds security groups, once they can be seen, and their rules. */
export class SecurityGroupRegistry {
  constructor(private readonly state: Ec2State) {}

  /** The groups that a Describe call shows. */
  visible(context: CallContext) {
    const sees = (group: GroupRecord) =>
      context.sees('ec2', group.createdAt ?? 0);
    return {
      get: (id: string) =>
        [this.state.groups.get(id)].find(group => group && sees(group)),
      values: () => this.state.groups.filter(sees),
    };
  }

  /** Throws InvalidGroup.NotFound. */
  find(id: string | undefined, context: CallContext): GroupRecord {
    const [group] = byIds({
      items: this.visible(context),
      ids: [id ?? ''],
      region: context.region,
      notFound: notFound.group,
    });
    return group;
  }

  rulesOf(groupId: string | undefined): Regional<SecurityGroupRule>[] {
    return this.state.rules.filter(rule => rule.GroupId === groupId);
  }
}
