/**
 * The members of call inputs that say which thing a call is about, the most telling first. Only these are ever shown:
 * other members may hold secrets or policies.
 */
const IDENTIFYING = [
  'TableName',
  'ResourceArn',
  'AliasName',
  'KeyId',
  'RoleName',
  'OpenIDConnectProviderArn',
  'Url',
  'SecretId',
  'Name',
  'VpcEndpointId',
  'VpcEndpointIds',
  'ServiceName',
  'GroupId',
  'GroupIds',
  'GroupName',
  'SubnetIds',
  'VpcId',
  'VpcIds',
  'PolicySourceArn',
  'PolicyArn',
  'addonName',
  'principalArn',
  'clusterName',
  'name',
] as const;

/** EKS things are of a cluster. */
const inCluster = (input: object, field: string) =>
  field !== 'clusterName' &&
  'clusterName' in input &&
  typeof input.clusterName === 'string'
    ? ` of ${input.clusterName}`
    : '';

/** Names the thing that a call was about, as the call named it; `undefined` for calls about none, such as lists. */
export function resourceNamedIn(input: object): string | undefined {
  const members = new Map<string, unknown>(Object.entries(input));
  for (const field of IDENTIFYING) {
    const value = members.get(field);
    const named = Array.isArray(value) ? value.join(', ') : value;
    if (typeof named === 'string' && named !== '') {
      return `${named}${inCluster(input, field)}`;
    }
  }
  return undefined;
}
