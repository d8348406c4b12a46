import { describeAccess } from './parts/access';
import { describeCertificates } from './parts/certificates';
import { describeObjects } from './parts/objects';
import { describePods } from './parts/pods';
import { describeRelease } from './parts/release';
import { openServer, type OpenServer } from './world/openServer';

let server: OpenServer;

beforeAll(async () => {
  server = await openServer();
});

afterAll(() => server?.close());

describeObjects(() => server);
describeCertificates(() => server);
describeAccess(() => server);
describePods(() => server);
describeRelease(() => server);
