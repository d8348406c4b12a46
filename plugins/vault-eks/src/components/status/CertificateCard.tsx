import Typography from '@material-ui/core/Typography';
import type { CertificateStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import { certificateTone, certificateWords } from '../../status/headline';
import { Card } from '../common/Card';
import { Facts } from '../common/Facts';
import { Time } from '../common/Time';
import { ToneText } from '../common/ToneText';

/** The certificate that the listener really serves. */
export const CertificateCard = ({
  certificate,
}: {
  readonly certificate?: CertificateStatus;
}) => {
  const { t } = useVaultEksTranslation();
  return (
    <Card title={t('details.certificate')} variant="gridItem">
      {certificate ? (
        <Facts
          facts={[
            [
              t('details.valid'),
              <ToneText tone={certificateTone(certificate.daysLeft)}>
                {certificateWords(certificate.daysLeft, t)}
              </ToneText>,
            ],
            [t('details.until'), <Time iso={certificate.notAfter} />],
            [t('details.notBefore'), <Time iso={certificate.notBefore} />],
            [t('details.subject'), certificate.subject],
            [t('details.issuer'), certificate.issuer],
            [
              t('details.fingerprint'),
              <code>{certificate.fingerprint256}</code>,
            ],
          ]}
        />
      ) : (
        <Typography variant="body2">{t('details.noCertificate')}</Typography>
      )}
    </Card>
  );
};
