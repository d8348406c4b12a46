import { describeAudit } from './parts/audit';
import { describeConfiguration } from './parts/configuration';
import { describeInitialisation } from './parts/initialisation';
import { describeKv } from './parts/kv';
import { describeStepDown } from './parts/stepDown';
import { describeTokens } from './parts/tokens';
import { describeUninitialised } from './parts/uninitialised';
import { describeWhole } from './parts/whole';
import { openVault, type OpenVault } from './world/openVault';

// The parts stand in the order of a deploy, and each goes on with the Vault of the one before.
let vault: OpenVault;

beforeAll(async () => {
  vault = await openVault();
});

afterAll(() => vault?.close());

describeUninitialised(() => vault);
describeInitialisation(() => vault);
describeAudit(() => vault);
describeConfiguration(() => vault);
describeTokens(() => vault);
describeKv(() => vault);
describeStepDown(() => vault);
describeWhole(() => vault);
