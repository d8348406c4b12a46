import { alertApiRef, useApi } from '@backstage/core-plugin-api';
import Button from '@material-ui/core/Button';
import Menu from '@material-ui/core/Menu';
import MenuItem from '@material-ui/core/MenuItem';
import GetApp from '@material-ui/icons/GetApp';
import { useId, useState } from 'react';
import type { AuditView } from '../../audit/AuditView';
import {
  exportFileName,
  exportLines,
  type ExportFormat,
} from '../../audit/exportLines';
import { saveFile } from '../../audit/saveFile';
import { useVaultEksTranslation } from '../../hooks/useVaultEksTranslation';

const FORMATS: readonly ExportFormat[] = ['jsonl', 'csv'];

/** Saves the lines that are shown, all of them, as a file. */
export const ExportMenu = ({
  view,
  cluster,
  disabled,
}: {
  readonly view: AuditView;
  /** Names the file. */
  readonly cluster: string;
  readonly disabled: boolean;
}) => {
  const { t } = useVaultEksTranslation();
  const alertApi = useApi(alertApiRef);
  const id = useId();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async (format: ExportFormat) => {
    setAnchor(null);
    setBusy(true);
    try {
      // As they are now: lines that come meanwhile are not in the file.
      const { items } = view.getSnapshot();
      saveFile(
        await exportLines(items, format),
        exportFileName(cluster, format, new Date()),
      );
    } catch {
      alertApi.post({
        message: t('audit.actions.exportFailed'),
        severity: 'error',
        display: 'transient',
      });
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <Button
        size="small"
        variant="outlined"
        startIcon={<GetApp />}
        disabled={disabled}
        // Not disabled while it works: it would lose the focus that the menu gives back.
        aria-busy={busy}
        aria-haspopup="menu"
        aria-controls={anchor ? id : undefined}
        aria-expanded={Boolean(anchor)}
        onClick={event => {
          if (!busy) {
            setAnchor(event.currentTarget);
          }
        }}
      >
        {busy ? t('audit.actions.exporting') : t('audit.actions.export')}
      </Button>
      <Menu
        id={id}
        anchorEl={anchor}
        open={Boolean(anchor)}
        onClose={() => setAnchor(null)}
      >
        {FORMATS.map(format => (
          <MenuItem key={format} onClick={() => save(format)}>
            {t(`audit.actions.${format}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
};
