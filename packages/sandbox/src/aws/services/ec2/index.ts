import * as sdk from '@aws-sdk/client-ec2';
import { ec2AuthErrors } from '../../auth/AuthErrors';
import { defineService, type Service } from '../../Service';
import { ec2Query } from '../../wire/ec2Query';
import type { Quotas } from '../../Quotas';
import type { Ec2State } from './Ec2State';
import { endpointCatalogueOperations } from './endpointCatalogue';
import { endpointCreation } from './endpointCreation';
import { endpointOperations } from './endpoints';
import { EndpointRegistry } from './EndpointRegistry';
import { networkOperations } from './network';
import { ec2Authorize } from './permissions';
import { securityGroupRuleOperations } from './securityGroupRuleOperations';
import { securityGroupOperations } from './securityGroups';
import { tagOperations } from './tags';
import { volumeOperations } from './volumes';

/** EC2, as far as networks and VPC endpoints go. */
export function ec2Service(state: Ec2State, quotas: Quotas): Service {
  const endpoints = new EndpointRegistry(state, quotas);
  return defineService(sdk, {
    name: 'ec2',
    protocol: ec2Query('http://ec2.amazonaws.com/doc/2016-11-15/'),
    authErrors: ec2AuthErrors,
    authorize: ec2Authorize(state),
    operations: {
      ...networkOperations(state),
      ...securityGroupOperations(state),
      ...securityGroupRuleOperations(state),
      ...endpointCreation(endpoints),
      ...endpointOperations(endpoints),
      ...endpointCatalogueOperations(),
      ...tagOperations(state),
      ...volumeOperations(state),
    },
  });
}
