import { DeleteVpcEndpointsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { mockClient } from 'aws-sdk-client-mock';
import { deleteVpcEndpoint } from './vpcEndpoints';

describe('deleteVpcEndpoint', () => {
  const client = new EC2Client({ region: 'eu-west-1' });
  const ec2 = mockClient(client);
  const { signal } = new AbortController();

  const deletion = (Code: string) => {
    ec2.on(DeleteVpcEndpointsCommand).resolves({
      Unsuccessful: [
        { ResourceId: 'vpce-1', Error: { Code, Message: 'as EC2 says' } },
      ],
    });
    return deleteVpcEndpoint(client, 'vpce-1', signal);
  };

  it.each(['InvalidVpcEndpointId.NotFound', 'InvalidVpcEndpoint.NotFound'])(
    'does not mind that it is gone: %s',
    async code => {
      await expect(deletion(code)).resolves.toBeUndefined();
    },
  );

  it('says what EC2 found wrong in an answer of success', async () => {
    await expect(deletion('OperationNotPermitted')).rejects.toThrow(
      'EC2 DeleteVpcEndpoints: vpce-1: as EC2 says',
    );
  });
});
