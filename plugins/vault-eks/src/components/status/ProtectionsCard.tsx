import Typography from '@material-ui/core/Typography';
import type { ClusterProtections } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import {
  backupWords,
  deletionWords,
  encryptionWords,
  keyWords,
  type ProtectionWords,
  rotationWords,
} from '../../status/protections';
import { Card } from '../common/Card';
import { Facts } from '../common/Facts';
import { Time } from '../common/Time';
import { ToneText } from '../common/ToneText';

const State = ({ tone, words }: ProtectionWords) => (
  <ToneText tone={tone}>{words}</ToneText>
);

/** What keeps the table and the key from being lost, as AWS tells it. */
export const ProtectionsCard = ({
  protections: { table, key } = {},
}: {
  readonly protections?: ClusterProtections;
}) => {
  const { t } = useVaultEksTranslation();
  const end =
    key && key.usable.state !== 'unknown' ? key.usable.deletionDate : undefined;
  return (
    <Card title={t('protections.title')} variant="gridItem">
      {table || key ? (
        <Facts
          facts={[
            [
              t('protections.deletion'),
              table && (
                <State {...deletionWords(table.deletionProtection, t)} />
              ),
            ],
            [
              t('protections.backups'),
              table && <State {...backupWords(table.pointInTimeRecovery, t)} />,
            ],
            [
              t('protections.encryption'),
              table && <State {...encryptionWords(table.encryption, t)} />,
            ],
            [
              t('protections.key'),
              key && <State {...keyWords(key.usable, t)} />,
            ],
            [t('protections.ends'), end && <Time iso={end} format="date" />],
            [
              t('protections.rotation'),
              key && <State {...rotationWords(key.rotation, t)} />,
            ],
          ]}
        />
      ) : (
        <Typography variant="body2">{t('protections.none')}</Typography>
      )}
    </Card>
  );
};
