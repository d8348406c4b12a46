import { addAwsResources } from '../../blueprint/aws';
import { PREFLIGHT_CHECKS } from '../../preflight';
import type { AwsPart } from './AwsPart';
import type {
  EndpointsPartOutputs,
  KeyPartOutputs,
  ProviderPartOutputs,
  RolePartOutputs,
  TablePartOutputs,
} from './parts';

/** What the whole AWS half puts out. */
export interface ProvisionOutputs
  extends TablePartOutputs,
    KeyPartOutputs,
    EndpointsPartOutputs,
    ProviderPartOutputs,
    RolePartOutputs {
  readonly account: string;
  readonly custodySecretName: string;
  readonly custodySecretArn: string;
}

/** Everything that Vault needs of AWS, and nothing inside the EKS cluster. */
export const provisionPart: AwsPart<ProvisionOutputs> = {
  checks: PREFLIGHT_CHECKS.filter(({ asks }) => asks === 'aws'),
  add(graph, ctx) {
    const nodes = addAwsResources(graph, ctx);
    const { spec, names, aws } = ctx;
    return read => ({
      account: aws.account,
      tableName: read(nodes.table)?.name,
      tableArn: read(nodes.table)?.arn,
      keyArn: read(nodes.sealKey)?.arn,
      dynamodbEndpointId: read(nodes.dynamodbEndpoint)?.id,
      kmsEndpointId: read(nodes.kmsEndpoint)?.id,
      stsEndpointId: read(nodes.stsEndpoint)?.id,
      endpointSecurityGroupId: read(nodes.securityGroup)?.id,
      dynamodbEndpointUrl: read(nodes.dynamodbEndpoint)?.url,
      kmsEndpointUrl: read(nodes.kmsEndpoint)?.url,
      stsEndpointUrl: read(nodes.stsEndpoint)?.url,
      providerArn: read(nodes.provider)?.arn,
      issuer: read(nodes.provider)?.issuer,
      roleName: read(nodes.role)?.name,
      roleArn: read(nodes.role)?.arn,
      serviceAccount: `${spec.namespace}/${names.serviceAccount}`,
      custodySecretName: read(nodes.custodySecret)?.name,
      custodySecretArn: read(nodes.custodySecret)?.arn,
    });
  },
};
