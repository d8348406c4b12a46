import Typography from '@material-ui/core/Typography';
import type { CertificateStatus } from '@vault-eks/backstage-plugin-vault-eks-common';
import { DateTime } from 'luxon';
import { Card } from '../common/Card';
import { certificateTone, certificateWords } from '../../status/headline';
import { Facts } from '../common/Facts';
import { ToneText } from '../common/ToneText';

const dateOf = (iso: string) =>
  DateTime.fromISO(iso).toLocaleString(DateTime.DATETIME_MED);

/** The certificate that the listener really serves. */
export const CertificateCard = ({
  certificate,
}: {
  readonly certificate?: CertificateStatus;
}) => (
  <Card title="Certificate" variant="gridItem">
    {certificate ? (
      <Facts
        facts={[
          [
            'Valid',
            <ToneText tone={certificateTone(certificate.daysLeft)}>
              {certificateWords(certificate.daysLeft)}
            </ToneText>,
          ],
          ['Until', dateOf(certificate.notAfter)],
          ['From', dateOf(certificate.notBefore)],
          ['Subject', certificate.subject],
          ['Issuer', certificate.issuer],
          ['SHA-256', <code>{certificate.fingerprint256}</code>],
        ]}
      />
    ) : (
      <Typography variant="body2">
        No pod completed a TLS handshake, so the certificate is not known.
      </Typography>
    )}
  </Card>
);
