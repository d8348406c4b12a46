import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';
import type { AuditFormat } from './AuditFormat';
import { useColumnStyles } from './columnStyles';

/** Names the columns for the eye; each row is read aloud as a whole. */
export const AuditHead = ({
  format,
}: {
  readonly format: Exclude<AuditFormat, 'raw'>;
}) => {
  const classes = useColumnStyles();
  const { t } = useVaultEksTranslation();
  return (
    <div className={`${classes[format]} ${classes.head}`} aria-hidden>
      <span>{t('audit.list.time')}</span>
      <span>{t('audit.list.operation')}</span>
      {format === 'lines' && <span>{t('audit.list.type')}</span>}
      <span>{t('audit.list.path')}</span>
      <span>{t('audit.list.actor')}</span>
      <span>{t('audit.list.pod')}</span>
      <span>{t('audit.list.outcome')}</span>
    </div>
  );
};
